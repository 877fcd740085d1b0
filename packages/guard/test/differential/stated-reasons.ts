import { AUDIENCE, SECONDS } from '../signer.js'
import type { DraftAlgorithm } from './draft.js'

/** A token, looked at without the guard's own eyes. */
export interface SeenToken {
  readonly token: string
  readonly alg: DraftAlgorithm
  readonly deviations: readonly string[]
  /** Read as leniently as JSON allows; undefined for what is no object. */
  readonly header: Readonly<Record<string, unknown>> | undefined
  readonly claims: Readonly<Record<string, unknown>> | undefined
}

export interface StatedReason {
  readonly reason: string
  /** Whom it is about. Default: everybody. */
  readonly party?: string
  readonly holds: (seen: SeenToken) => boolean
}

const partsOf = ({ token }: SeenToken): readonly string[] => token.split('.')
const isNumber = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): boolean => typeof value === 'string'
const TYPES: ReadonlySet<unknown> = new Set(['at+jwt', 'jwt', undefined])
const typeOf = ({ header }: SeenToken): unknown => {
  const typ = header?.['typ']
  return isText(typ)
    ? String(typ)
        .toLowerCase()
        .replace(/^application\//, '')
    : typ
}

/** Why the guard refuses what somebody else accepts, by the start of its own words. Nothing else may be the reason. */
export const whyWeRefuse: Readonly<Record<string, StatedReason>> = {
  'token_malformed: the signature is not canonical': {
    reason:
      'RFC 7515 §2: base64url without padding, other characters or stray bits, so that a token has one spelling',
    holds: (seen) =>
      partsOf(seen).some((part) => Buffer.from(part, 'base64url').toString('base64url') !== part),
  },
  'token_malformed: the header is not a JSON object': {
    reason: 'RFC 8259 §8.1: UTF-8 without a byte order mark; and no member that would change a prototype',
    holds: ({ header }) => header === undefined || Object.hasOwn(header, '__proto__'),
  },
  'token_malformed: the header repeats a member': {
    reason: 'RFC 7515 §4: header names are unique; of two, everybody picks another',
    holds: ({ deviations }) => deviations.includes('headerTwice'),
  },
  'token_malformed: critical header members': {
    reason: 'RFC 7515 §4.1.11: no extension is understood, b64 included',
    holds: ({ header }) => header !== undefined && Object.hasOwn(header, 'crit'),
  },
  'token_malformed: an unencoded payload': {
    reason: 'RFC 7797 §7: no JWT has one, and whoever understands b64 reads another payload',
    holds: ({ header }) => header?.['b64'] !== undefined && header['b64'] !== true,
  },
  'token_claims_invalid: cnf must have a jkt': {
    reason:
      'RFC 7800 §3.1: the token is bound to something, and no proof of possession we know would show it',
    holds: ({ claims }) =>
      claims !== undefined && 'cnf' in claims && !isText(Object(claims['cnf'] ?? {})['jkt']),
  },
  'token_malformed: kid is not a string': {
    reason: 'RFC 7515 §4.1.4: the name of a key is text; one that is none is not left out',
    holds: ({ header }) => header !== undefined && 'kid' in header && !isText(header['kid']),
  },
  'token_malformed: typ is not a string': {
    reason: 'RFC 7515 §4.1.9: a media type is text',
    holds: ({ header }) => !isText(header?.['typ']),
  },
  'token_malformed: the payload is not a JSON object': {
    reason:
      'RFC 8259: UTF-8, without a byte order mark, NaN or anything behind it; and no member that would change a prototype',
    holds: ({ claims }) => claims === undefined || Object.hasOwn(claims, '__proto__'),
  },
  token_type_refused: {
    reason: 'RFC 8725 §3.11: the kind of token is checked, where others look at the signature alone',
    holds: (seen) => !TYPES.has(typeOf(seen)),
  },
  'token_claims_invalid: exp must be': {
    reason: 'RFC 9068 §2.2: exp is required, and a number',
    holds: ({ claims }) => !isNumber(claims?.['exp']),
  },
  'token_claims_invalid: nbf must be': {
    reason: 'RFC 7519 §4.1.5: a number, which true is not',
    holds: ({ claims }) => claims !== undefined && 'nbf' in claims && !isNumber(claims['nbf']),
  },
  'token_claims_invalid: iat must be': {
    reason: 'RFC 7519 §4.1.6: a number, which true is not',
    holds: ({ claims }) => claims !== undefined && 'iat' in claims && !isNumber(claims['iat']),
  },
  'token_claims_invalid: aud must be': {
    reason: 'RFC 7519 §4.1.3: required here, and text in all of its members',
    holds: ({ claims }) => ![claims?.['aud']].flat().every(isText),
  },
  'token_claims_invalid: sub must be': {
    reason: 'RFC 9068 §2.2: somebody must be named',
    holds: ({ claims }) => !isText(claims?.['sub']) || claims?.['sub'] === '',
  },
  'token_not_yet_valid: iat': {
    reason: 'a token that will be issued later was issued by nobody',
    holds: ({ claims }) => Number(claims?.['iat']) > SECONDS + 5,
  },
  token_expired: {
    reason: 'RFC 7519 §4.1.4: over on the moment of exp, where others let the moment pass, or round',
    holds: ({ claims }) => Number(claims?.['exp']) <= SECONDS - 5 && Number(claims?.['exp']) > SECONDS - 6,
  },
}

/** Why somebody else refuses what the guard, and another one of them, accepts. */
export const whyTheyRefuse: readonly StatedReason[] = [
  {
    reason: 'knows no PS256 and no EdDSA',
    party: 'python-jose',
    holds: ({ alg }) => alg === 'PS256' || alg === 'EdDSA',
  },
  { reason: 'is asked without EdDSA', party: 'PyJWT', holds: ({ alg }) => alg === 'EdDSA' },
  {
    reason: 'is given its key by kid; RFC 7515 §4.1.4 leaves it optional where there is nothing to choose',
    party: 'PyJWT',
    holds: ({ header }) => header?.['kid'] === undefined,
  },
  {
    reason: 'is given its key by kid; RFC 7515 §4.1.4 leaves it optional where there is nothing to choose',
    party: 'python-jose',
    holds: ({ header }) => header?.['kid'] === undefined,
  },
  {
    reason: 'wants jti to be text; nobody but our own server promises one',
    party: 'python-jose',
    holds: ({ claims }) => claims !== undefined && 'jti' in claims && !isText(claims['jti']),
  },
  {
    reason:
      'wants jti and client_id to be text, where the guard reads them only from issuers that promise them',
    party: 'express-oauth2-jwt-bearer',
    holds: ({ claims }) =>
      ['jti', 'client_id'].some((name) => claims !== undefined && name in claims && !isText(claims[name])),
  },
]

/** What is accepted by everybody, or the test proves nothing. */
export const isHonest = ({ deviations, claims }: SeenToken): boolean =>
  deviations.length === 0 && claims?.['aud'] === AUDIENCE
