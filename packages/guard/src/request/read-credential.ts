import { AuthError } from '@latchkey/contract'
import type { Presented } from './presented.js'
import type { Scheme } from './scheme.js'

const SPACE = 0x20

/** A token, and what it came under. */
export interface Credential {
  readonly token: string
  readonly scheme: Scheme
}

/**
 * The one token a request presents under these schemes, or undefined when it presents none. Another scheme counts as none
 * (RFC 6750 §3); a token in the query string counts as a mistake (§2.3, RFC 9700 §4.3.2).
 * The token itself is not looked into: its verification is stricter than the b64token syntax of RFC 6750 §2.1.
 *
 * @param maxLength characters
 * @throws AuthError `token_repeated`, `token_too_large`, or `token_missing` for one in the query only
 */
export function readCredential(
  presented: Presented,
  maxLength: number,
  schemes: readonly Scheme[],
): Credential | undefined {
  const value = onlyValue(presented.authorization)
  const credential = value === undefined ? undefined : credentialIn(value, schemes)
  if (credential === undefined) {
    if (presented.accessTokenInQuery !== true) return undefined
    throw new AuthError('token_missing', {
      detail: 'the token came in the query string: it is never read there',
    })
  }
  if (presented.accessTokenInQuery === true) throw repeated('one in the header, one in the query string')
  const { token } = credential
  if (token.length > maxLength) {
    const detail = `at most ${maxLength} characters, saw ${token.length}`
    throw new AuthError('token_too_large', { detail })
  }
  if (token.includes(',')) throw repeated('several values in one Authorization header')
  return credential
}

function onlyValue(authorization: Presented['authorization']): string | undefined {
  if (typeof authorization === 'string') return authorization
  if (authorization === undefined || authorization === null) return undefined
  if (authorization.length > 1) throw repeated('several Authorization headers')
  return authorization[0]
}

/** What the header holds, when its scheme is one of these. */
function credentialIn(value: string, schemes: readonly Scheme[]): Credential | undefined {
  for (const scheme of schemes) {
    const start = startBehind(value, scheme)
    if (start > 0) return { token: value.slice(start), scheme }
  }
  // A token may hide behind another scheme.
  if (schemes.some(({ hidden }) => hidden.test(value)))
    throw repeated('several schemes in one Authorization header')
  return undefined
}

/** Where the token begins behind this scheme and its spaces (RFC 9110 §11.4); 0 when the scheme is another. */
function startBehind(value: string, { name, isCaseSensitive }: Scheme): number {
  let start = name.length
  const written = value.slice(0, start)
  if ((isCaseSensitive ? written : written.toLowerCase()) !== name) return 0
  if (value.length === start) return start
  if (value.charCodeAt(start) !== SPACE) return 0
  while (value.charCodeAt(start) === SPACE) start += 1
  return start
}

const repeated = (detail: string): AuthError => new AuthError('token_repeated', { detail })
