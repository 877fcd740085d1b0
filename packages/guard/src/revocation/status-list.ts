import { promisify } from 'node:util'
import { inflate } from 'node:zlib'
import type { StatusListClaims } from '@latchkey/contract'
import { decodeBase64url } from '../jwt/base64url.js'

/** A status list, decompressed: one small number for each token (Token Status List §4). */
export interface StatusList {
  readonly bits: StatusListClaims['status_list']['bits']
  readonly bytes: Uint8Array
}

/** Room for eight million sessions of one bit. A list that claims more is no list of anybody's sessions. */
const MAX_BYTES = 1024 * 1024

const inflated = promisify(inflate)

/**
 * Claims of a status list token → the list (§4.2). At most a mebibyte comes out of it, however small it was packed.
 *
 * @throws Error saying what is wrong with it
 */
export const readStatusList = async ({ bits, lst }: StatusListClaims['status_list']): Promise<StatusList> => {
  const packed = decodeBase64url(lst)
  if (packed === undefined) throw new Error('the list is not base64url')
  const bytes = await inflated(packed, { maxOutputLength: MAX_BYTES }).catch((error: unknown) => {
    throw new Error('the list cannot be decompressed', { cause: error })
  })
  return { bits, bytes }
}

/**
 * The status at an index, from the lowest bits of a byte upwards (§4.1).
 *
 * @returns undefined beyond the end: such a token must not be accepted (§8.3)
 */
export const statusAt = ({ bits, bytes }: StatusList, index: number): number | undefined => {
  const byte = bytes[Math.floor((index * bits) / 8)]
  return byte === undefined ? undefined : (byte >> ((index * bits) % 8)) & (2 ** bits - 1)
}

/** §7.1: everything else is not valid, or not now. */
export const VALID = 0

/** Whether something ended between two fetches of a list. */
export const hasNewEnds = (before: StatusList, after: StatusList): boolean =>
  before.bits !== after.bits || Buffer.compare(before.bytes, after.bytes) !== 0
