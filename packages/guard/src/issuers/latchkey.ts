import { paths } from '@latchkey/contract'
import type { JwtPayload } from '../jwt/check-claims.js'
import { quote } from '../jwt/jwt-failure.js'
import type { Issuer, ReadClaims } from './issuer.js'
import type { CommonIssuerOptions } from './issuer-options.js'
import { ACCESS_TOKEN_TYPES, makeIssuer } from './make-issuer.js'
import { said, textClaim, textsOf, timeClaim, wrongClaims } from './read-claims.js'

export interface LatchkeyOptions extends Omit<CommonIssuerOptions, 'rolesClaim' | 'permissionsClaim'> {
  /** The `issuer` of its configuration, to the letter. */
  readonly issuer: string
}

/** A Latchkey server: access tokens by RFC 9068, ES256 unless it is configured otherwise. */
export function latchkey({ issuer, ...options }: LatchkeyOptions): Issuer {
  const base = String(issuer).replace(/\/$/, '')
  return makeIssuer(
    {
      kind: 'latchkey',
      names: [issuer],
      algorithms: ['ES256'],
      types: ACCESS_TOKEN_TYPES,
      jwks: base + paths.jwks,
      userInfo: base + paths.userinfo,
      learnsEnds: true,
      read: (claims) => readLatchkeyClaims(claims, 'JWT'),
    },
    options,
  )
}

/**
 * What a form of a session says, or stands for: the claims of the contract's `accessTokenClaims`. Each token that was never seen passes here, so
 * they are looked at one by one instead of being copied by the schema; a test holds the two together.
 *
 * @param form an opaque token has no `jti`: it is the one of its session
 * @throws AuthError `token_claims_invalid` when RFC 9068 §2.2 or our own contract asks for more
 */
export function readLatchkeyClaims(claims: JwtPayload, form: 'JWT' | 'opaque token'): ReadClaims {
  const subject = textClaim(claims, 'sub')
  // People of other issuers are called `<issuer>|<subject>`: nobody here is called like one of them.
  if (subject.includes('|')) throw wrongClaims(`sub must not hold a |, saw ${quote(subject)}`)
  if (form === 'JWT') textClaim(claims, 'jti')
  if (claims.iat === undefined) throw wrongClaims('iat must be a number, saw nothing')
  const sessionId = textClaim(claims, 'sid')
  const clientId = textClaim(claims, 'client_id')
  const scope = optionalClaim(claims, 'scope', isText)
  const roles = optionalClaim(claims, 'roles', isTexts)
  const permissions = optionalClaim(claims, 'permissions', isTexts)
  const amr = optionalClaim(claims, 'amr', isTexts)
  const acr = optionalClaim(claims, 'acr', isText)
  optionalClaim(claims, 'auth_time', isNumber)
  optionalClaim(claims, 'user_id', isKey)
  const act = optionalClaim(claims, 'act', isActor)
  return {
    subject,
    sessionId,
    clientId,
    scopes: textsOf(scope),
    roles: textsOf(roles),
    permissions: textsOf(permissions),
    amr: textsOf(amr),
    ...said({ acr, actor: act?.sub, authenticatedAt: timeClaim(claims, 'auth_time') }),
  }
}

interface Kind<T> {
  readonly name: string
  holds(value: unknown): value is T
}

const isText = { name: 'a text', holds: (value: unknown): value is string => typeof value === 'string' }
const isNumber = { name: 'a number', holds: (value: unknown): value is number => Number.isFinite(value) }
const isTexts = {
  name: 'a list of texts',
  holds: (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText.holds),
}
const isActor = {
  name: 'an object with a sub',
  holds: (value: unknown): value is { readonly sub: string } =>
    typeof value === 'object' && value !== null && 'sub' in value && isText.holds(value.sub),
}
const isKey = {
  name: 'a number or a text',
  holds: (value: unknown): value is number | string => isNumber.holds(value) || isText.holds(value),
}

function optionalClaim<T>(claims: JwtPayload, name: string, kind: Kind<T>): T | undefined {
  const value = claims[name]
  if (value === undefined || kind.holds(value)) return value
  throw wrongClaims(`${name} must be ${kind.name}, saw ${quote(value)}`)
}
