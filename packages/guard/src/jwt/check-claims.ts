import { SECOND } from '../time.js'
import type { JsonObject } from './json-object.js'
import { type JwtRefused, quote, refuse } from './jwt-failure.js'

/** The payload of a verified JWT: the members of RFC 7519 §4.1 as checked, everything else as it came. */
export interface JwtPayload {
  readonly iss: string
  readonly aud?: string | readonly string[]
  /** Seconds since the epoch, like every NumericDate. */
  readonly exp: number
  readonly nbf?: number
  readonly iat?: number
  readonly [claim: string]: unknown
}

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const isAudience = (value: unknown): value is string | readonly string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))

const accepts = (expected: string | readonly string[], seen: string): boolean =>
  typeof expected === 'string' ? seen === expected : expected.includes(seen)

/** A list of one is told as that one. */
export const theOnly = (expected: string | readonly string[]): unknown =>
  typeof expected !== 'string' && expected.length === 1 ? expected[0] : expected

/** RFC 7519 §4.1.1, compared as text: `https://a` and `https://a/` are two issuers. */
export function checkIssuer(
  payload: JsonObject,
  expected: string | readonly string[],
): JwtRefused | undefined {
  const seen = payload['iss']
  if (typeof seen === 'string' && accepts(expected, seen)) return undefined
  return refuse('issuer', `expected iss ${quote(theOnly(expected))}, saw ${quote(seen)}`)
}

/**
 * RFC 7519 §4.1.3: one of the audiences the token names must be one of ours.
 *
 * @param claim where issuers that leave `aud` out name whom the token is for
 */
export function checkAudience(
  payload: JsonObject,
  expected: string | readonly string[],
  claim = 'aud',
): JwtRefused | undefined {
  const seen = payload[claim]
  if (!isAudience(seen)) return refuse('claims', `${claim} must be a string or strings, saw ${quote(seen)}`)
  const fits = typeof seen === 'string' ? accepts(expected, seen) : seen.some((one) => accepts(expected, one))
  if (fits) return undefined
  return refuse('audience', `expected ${claim} ${quote(theOnly(expected))}, saw ${quote(seen)}`)
}

/**
 * RFC 7519 §4.1.4–6. `exp` must be there; `nbf` and `iat` may be, but not in the future.
 *
 * @param now milliseconds since the epoch
 * @param tolerance milliseconds by which the two clocks may differ
 */
export function checkTimes(payload: JsonObject, now: number, tolerance: number): JwtRefused | undefined {
  const { exp, nbf, iat } = payload as Record<'exp' | 'nbf' | 'iat', unknown>
  if (!isTime(exp)) return refuse('claims', `exp must be a number, saw ${quote(exp)}`)
  const early = checkBegun('nbf', nbf, now + tolerance) ?? checkBegun('iat', iat, now + tolerance)
  if (early !== undefined) return early
  if (exp * SECOND + tolerance > now) return undefined
  return refuse('expired', `exp is ${exp}, the clock here says ${now / SECOND}`)
}

function checkBegun(name: string, time: unknown, latest: number): JwtRefused | undefined {
  if (time === undefined) return undefined
  if (!isTime(time)) return refuse('claims', `${name} must be a number, saw ${quote(time)}`)
  if (time * SECOND <= latest) return undefined
  return refuse('not-yet-valid', `${name} is ${time}, the clock here allows ${latest / SECOND}`)
}
