import { createHash } from 'node:crypto'
import { AuthError } from '@latchkey/contract'
import type { JsonObject } from '../jwt/json-object.js'
import { quote } from '../jwt/jwt-failure.js'
import { SECOND } from '../time.js'
import type { Nonces } from './nonces.js'
import { targetAddress } from './target-address.js'

/** What a proof must have been made for. */
export interface ExpectedProof {
  readonly method: string
  /** Where the request went, as {@link targetAddress} writes it: any of these. */
  readonly addresses: readonly string[]
  /** The access token that came with it. */
  readonly token: string
  readonly nonces: Nonces | undefined
  /** Milliseconds, as the two that follow. */
  readonly now: number
  readonly maxAge: number
  readonly clockTolerance: number
}

/** A proof whose claims fit the request. */
export interface FittingProof {
  readonly jti: string
  /** From when on it is refused for its age, in milliseconds since the epoch. */
  readonly until: number
}

const LONGEST_JTI = 256

/** Refuses a proof. */
export const wrongProof = (detail: string): AuthError => new AuthError('token_proof_invalid', { detail })

/**
 * The claims of a proof against the request it came with (RFC 9449 §4.2, §4.3 checks 3 and 8 to 12).
 *
 * @throws AuthError `token_proof_invalid`, `token_nonce_needed`
 */
export function checkProofClaims(claims: JsonObject, expected: ExpectedProof): FittingProof {
  const { jti, htm, htu, ath, nonce } = claims
  if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI)
    throw wrongProof(`jti must be a text of at most ${LONGEST_JTI} characters`)
  if (htm !== expected.method) throw wrongProof(`expected htm ${quote(expected.method)}, saw ${quote(htm)}`)
  const target = typeof htu === 'string' ? targetAddress(htu) : undefined
  if (target === undefined || !expected.addresses.includes(target))
    throw wrongProof(
      `expected htu ${expected.addresses.map(quote).join(' or ')}, saw ${quote(htu)}: behind a proxy, name your own addresses in dpop.origins`,
    )
  // What is derived from the access token stays out of the detail.
  if (ath !== createHash('sha256').update(expected.token).digest('base64url'))
    throw wrongProof('ath is not the hash of this access token')
  const issuedUntil = checkTime(claims, expected)
  if (expected.nonces === undefined) return { jti, until: issuedUntil }
  const until = expected.nonces.acceptedUntil(nonce)
  if (until === undefined) {
    const detail =
      nonce === undefined ? 'there is no nonce in the proof' : 'the nonce in the proof is not of now'
    throw new AuthError('token_nonce_needed', { detail })
  }
  return { jti, until }
}

/**
 * RFC 9449 §4.3 check 11: with nonces it is they that tell the time, so that a device whose clock is wrong gets in.
 *
 * @returns when the proof is too old
 */
const checkTime = (
  { iat, exp, nbf }: JsonObject,
  { now, maxAge, clockTolerance, nonces }: ExpectedProof,
): number => {
  if (typeof iat !== 'number' || !Number.isFinite(iat))
    throw wrongProof(`iat must be a number, saw ${quote(iat)}`)
  const until = iat * SECOND + maxAge + clockTolerance
  if (nonces !== undefined) return until
  if (now >= until) throw wrongProof(`iat is ${iat}, the clock here says ${now / SECOND}: too old`)
  if (iat * SECOND > now + clockTolerance)
    throw wrongProof(`iat is ${iat}, the clock here says ${now / SECOND}: in the future`)
  // RFC 7519 §4.1.4, §4.1.5: no proof needs them; who sets them means them.
  if (exp !== undefined && !(typeof exp === 'number' && exp * SECOND + clockTolerance > now))
    throw wrongProof(`exp is ${quote(exp)}, the clock here says ${now / SECOND}`)
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf * SECOND <= now + clockTolerance))
    throw wrongProof(`nbf is ${quote(nbf)}, the clock here says ${now / SECOND}`)
  return until
}
