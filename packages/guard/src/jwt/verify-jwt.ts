import type { KeySource } from '../keys/key-source.js'
import { type Clock, SECOND } from '../time.js'
import { whenDone } from '../when-done.js'
import type { Algorithm } from './algorithms.js'
import { checkAudience, checkIssuer, checkTimes, type JwtPayload } from './check-claims.js'
import { checkType, PLAIN_JWT } from './check-type.js'
import { freezeDeep, type JsonObject, readJsonObject } from './json-object.js'
import { type JwtRefused, refuse } from './jwt-failure.js'
import { type JwsLimits, type ParsedJws, parseJws } from './parse-jws.js'
import type { JoseHeader } from './read-header.js'
import { verifySignature } from './verify-signature.js'

export const DEFAULT_MAX_TOKEN_LENGTH = 8 * 1024
export const DEFAULT_CLOCK_TOLERANCE = 5 * SECOND

export interface VerifyJwtOptions {
  /** Where the issuer's public keys come from. */
  readonly keys: KeySource
  /** Accepted `iss`, compared exactly. */
  readonly issuer: string | readonly string[]
  /** Accepted audiences: the token must name at least one. */
  readonly audience: string | readonly string[]
  readonly algorithms: readonly Algorithm[]
  /**
   * The `typ` the header must have, as `at+jwt`; of several, one. `''` is a header without one. Left out, the header must have none or
   * `JWT`, as ID tokens do.
   */
  readonly typ?: string | readonly string[]
  /** Milliseconds since the epoch. Default: `Date.now`. */
  readonly clock?: Clock
  /** How far the two clocks may differ, in milliseconds. Default: 5 seconds. */
  readonly clockTolerance?: number
  /** Characters. Default: 8192. */
  readonly maxLength?: number
}

/** A JWT whose signature and registered claims hold. Frozen all the way down. */
export interface JwtVerified {
  readonly ok: true
  readonly header: JoseHeader
  readonly payload: JwtPayload
  readonly signingInput: string
}

/**
 * Verifies a signed JWT: the one place where Latchkey does so, for access tokens and for providers' ID tokens.
 *
 * Resolves to what was wrong instead of rejecting; rejects only for a bug or a key source that fails unexpectedly.
 * `sub` and every claim outside RFC 7519 §4.1.1–6 are the caller's to check.
 */
export async function verifyJwt(token: string, options: VerifyJwtOptions): Promise<JwtVerified | JwtRefused> {
  const read = readJwt(token, {
    algorithms: options.algorithms,
    maxLength: options.maxLength ?? DEFAULT_MAX_TOKEN_LENGTH,
  })
  if (!read.ok) return read
  const { audience, typ = PLAIN_JWT } = options
  return verifyRead(read, {
    keys: options.keys,
    issuer: options.issuer,
    audience: { claim: 'aud', names: typeof audience === 'string' ? [audience] : audience },
    types: typeof typ === 'string' ? [typ] : typ,
    clock: options.clock ?? Date.now,
    clockTolerance: options.clockTolerance ?? DEFAULT_CLOCK_TOLERANCE,
  })
}

/** A JWT that was taken apart. Nothing in it is proven yet. */
export interface ReadJwt {
  readonly ok: true
  readonly jws: ParsedJws
  readonly payload: JsonObject
}

/** Takes a JWT apart, strictly; no key is touched. */
export function readJwt(token: string, limits: JwsLimits): ReadJwt | JwtRefused {
  const jws = parseJws(token, limits)
  if (!jws.ok) return jws
  const payload = readJsonObject(jws.payload)
  return payload === undefined
    ? refuse('malformed', 'the payload is not a JSON object')
    : { ok: true, jws, payload }
}

/** What a JWT that was read must be. */
export interface ExpectedJwt {
  readonly keys: KeySource
  readonly issuer: string | readonly string[]
  readonly audience: { readonly claim: string; readonly names: readonly string[] }
  /** Accepted `typ`, as {@link checkType} takes them. */
  readonly types: readonly string[]
  readonly clock: Clock
  /** Milliseconds. */
  readonly clockTolerance: number
}

/** Checks all of it: {@link verifyJwt} for a JWT that was taken apart before. Answers at once when the key is at hand. */
export function verifyRead(
  read: ReadJwt,
  expected: ExpectedJwt,
): JwtVerified | JwtRefused | Promise<JwtVerified | JwtRefused> {
  const { jws, payload } = read
  // Before any key is looked up: the keys belong to the issuer (RFC 8725 §3.8), and a stranger's token costs no fetch.
  const early = checkType(jws.header, expected.types) ?? checkIssuer(payload, expected.issuer)
  if (early !== undefined) return early
  return whenDone(verifySignature(jws, expected.keys), (unsigned) => unsigned ?? checkSigned(read, expected))
}

function checkSigned({ jws, payload }: ReadJwt, expected: ExpectedJwt): JwtVerified | JwtRefused {
  const { claim, names } = expected.audience
  const late =
    checkAudience(payload, names, claim) ?? checkTimes(payload, expected.clock(), expected.clockTolerance)
  if (late !== undefined) return late
  return {
    ok: true,
    header: jws.header,
    payload: freezeDeep(payload as JwtPayload),
    signingInput: jws.signingInput,
  }
}
