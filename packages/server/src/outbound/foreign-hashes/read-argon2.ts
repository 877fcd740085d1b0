import { type Argon2Variant, argon2 } from './argon2.js'
import { type CheckableHash, checkableHash, type HashParts } from './checkable-hash.js'
import { readBase64 } from './read-base64.js'
import { readWholeNumber } from './read-whole-number.js'

// $argon2id$v=19$m=102400,t=2,p=8$NWJhNkt6YUlvMzE2N3dGQlVRN29jdw$sDGDp8KsGgYzhdZrZVuvUTeOz95PXlHyCB8UshZyGPE
const SHAPE =
  /^\$(?<variant>argon2(?:id|i|d))(?:\$v=(?<version>16|19))?\$m=(?<memory>\d+),t=(?<passes>\d+),p=(?<lanes>\d+)\$(?<salt>[^$]+)\$(?<digest>[^$]+)$/

/** RFC 9106 §3.1. */
const LEAST_SALT_BYTES = 8

/** A PHC string of Argon2, with whatever parameters. */
export const readArgon2 = (text: string, prepare?: HashParts['prepare']): CheckableHash | undefined => {
  const { variant, version, memory, passes, lanes, salt, digest } = SHAPE.exec(text)?.groups ?? {}
  if (salt === undefined || digest === undefined) return undefined
  const saltBytes = readBase64(salt)
  const digestBytes = readBase64(digest)
  if (saltBytes === undefined || saltBytes.length < LEAST_SALT_BYTES) return undefined
  return checkableHash({
    derivation: argon2({
      variant: variant as Argon2Variant,
      version: version === '19' ? 19 : 16,
      memoryKiB: readWholeNumber(memory),
      passes: readWholeNumber(passes),
      lanes: readWholeNumber(lanes),
      keyBytes: digestBytes?.length,
    }),
    salt: saltBytes,
    digest: digestBytes,
    ...(prepare && { prepare }),
  })
}
