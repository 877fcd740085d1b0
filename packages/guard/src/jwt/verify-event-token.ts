import type { KeySource } from '../keys/key-source.js'
import type { Algorithm } from './algorithms.js'
import { checkAudience, checkIssuer } from './check-claims.js'
import { checkType } from './check-type.js'
import type { JsonObject } from './json-object.js'
import { type JwtRefused, refuse } from './jwt-failure.js'
import { readJwt } from './verify-jwt.js'
import { verifySignature } from './verify-signature.js'

export interface VerifyEventTokenOptions {
  /** Where the transmitter's public keys come from. */
  readonly keys: KeySource
  /** Accepted `iss`, compared exactly. */
  readonly issuer: string
  /** Accepted audiences: the token must name at least one. */
  readonly audience: string | readonly string[]
  readonly algorithms: readonly Algorithm[]
  /** The `typ` the header may have, in lower case; `''` is a header without one. Default: `secevent+jwt` alone. */
  readonly types?: readonly string[]
  /** Characters. */
  readonly maxLength: number
}

/** A security event token whose signature, issuer and audience hold, with the claims that RFC 8417 §2.2 requires. */
export interface EventTokenVerified {
  readonly ok: true
  readonly id: string
  /** Seconds since the epoch. */
  readonly issuedAt: number
  readonly events: Readonly<Record<string, unknown>>
  /** Everything it says, as it came. */
  readonly payload: Readonly<Record<string, unknown>>
}

/**
 * Verifies a security event token (RFC 8417): by the keys of its transmitter, of its own type so that nothing else is taken for one
 * (RFC 8725 §3.11), and for this receiver. It has no end (SSF 1.0 §4.1.7), so how old it may be is the caller's to say.
 */
export async function verifyEventToken(
  token: string,
  options: VerifyEventTokenOptions,
): Promise<EventTokenVerified | JwtRefused> {
  const read = readJwt(token, { algorithms: options.algorithms, maxLength: options.maxLength })
  if (!read.ok) return read
  const { jws, payload } = read
  const wrong =
    checkType(jws.header, options.types ?? ['secevent+jwt']) ??
    checkIssuer(payload, options.issuer) ??
    (await verifySignature(jws, options.keys)) ??
    checkAudience(payload, options.audience)
  return wrong ?? readRequired(payload)
}

/** RFC 8417 §2.2. */
function readRequired(payload: JsonObject): EventTokenVerified | JwtRefused {
  const { jti, iat, events } = payload
  if (typeof jti !== 'string' || jti === '') return refuse('claims', 'jti must be a text')
  if (typeof iat !== 'number' || !Number.isFinite(iat)) return refuse('claims', 'iat must be a number')
  if (typeof events !== 'object' || events === null || Array.isArray(events))
    return refuse('claims', 'events must be an object')
  return { ok: true, id: jti, issuedAt: iat, events: events as Readonly<Record<string, unknown>>, payload }
}
