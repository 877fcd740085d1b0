import { AuthError } from '@latchkey/contract'
import type { JwtPayload } from '../jwt/check-claims.js'
import { quote } from '../jwt/jwt-failure.js'
import { SECOND } from '../time.js'

/** A claim, or one inside others: `['realm_access', 'roles']`. */
export type ClaimPath = string | readonly string[]

/** Refuses a token whose claims say that it is something else. */
export const wrongClaims = (detail: string): AuthError => new AuthError('token_claims_invalid', { detail })

/** @throws AuthError `token_claims_invalid` */
export function textClaim(claims: JwtPayload, name: string): string {
  const value = claims[name]
  if (typeof value === 'string' && value !== '') return value
  throw wrongClaims(`${name} must be a text, saw ${quote(value)}`)
}

export const maybeText = (claims: JwtPayload, name: string): string | undefined => {
  const value = claims[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A list of texts, or texts with blanks between (RFC 8693 §4.2); anything else says nothing. */
export const textsOf = (value: unknown): readonly string[] => {
  if (value === undefined) return NONE
  const texts = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : []
  return Object.freeze(texts.filter((text): text is string => typeof text === 'string' && text !== ''))
}

/** A list of texts, or the only one. Names of roles and groups hold blanks: whoever is `Backup admin` is no `admin`. */
export const rolesOf = (value: unknown): readonly string[] =>
  textsOf(typeof value === 'string' ? [value] : value)

/** Names in a claim that only some issuers have: without a path to it, there are none. */
export const namesAt = (claims: JwtPayload, path: ClaimPath | undefined): readonly string[] =>
  path === undefined ? NONE : rolesOf(at(claims, path))

const NONE: readonly string[] = Object.freeze([])

/** Only what an object has itself is looked at. */
export const at = (claims: JwtPayload, path: ClaimPath): unknown => {
  let value: unknown = claims
  for (const name of typeof path === 'string' ? [path] : path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

export const timeClaim = (claims: JwtPayload, name: string): number | undefined => {
  const value = claims[name]
  return typeof value === 'number' && Number.isFinite(value) ? value * SECOND : undefined
}

/** Leaves out what was not said, so that a principal has no members that are undefined. */
export const said = <T extends object>(parts: T): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const told: Record<string, unknown> = {}
  for (const name in parts) if (parts[name] !== undefined) told[name] = parts[name]
  return told as { [K in keyof T]?: Exclude<T[K], undefined> }
}
