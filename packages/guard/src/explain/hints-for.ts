import { quote } from '../jwt/jwt-failure.js'
import type { LenientlyRead } from './read-leniently.js'

/** Members that ID tokens have, and access tokens do not (OIDC Core §2, §3.3.2.11). */
const ONLY_IN_ID_TOKENS = ['nonce', 'at_hash', 'c_hash'] as const

/** What somebody who looks at a refused token would like to be told. */
export function hintsFor(
  token: string,
  { header, payload }: LenientlyRead,
  names: readonly string[],
): readonly string[] {
  const hints: string[] = []
  const alg = header?.ok === true ? header.header.alg : undefined
  const issuer = payload?.['iss']
  if (token.split('.').length === 5)
    hints.push(
      'Five parts are an encrypted token (JWE, RFC 7516). Have the issuer sign access tokens, not encrypt them.',
    )
  if (alg !== undefined && /^hs\d/i.test(alg))
    hints.push(
      'It is signed with a shared secret: whoever can check such a token can make one, so no guard takes it.',
    )
  if (payload !== undefined && ONLY_IN_ID_TOKENS.some((name) => payload[name] !== undefined))
    hints.push(
      'It looks like an ID token, which tells a client who signed in. Send the access token to an API.',
    )
  if (
    typeof issuer === 'string' &&
    !names.includes(issuer) &&
    names.some((name) => bare(name) === bare(issuer))
  )
    hints.push(
      `${quote(issuer)} is spelt otherwise than what the API expects. Issuers are compared to the letter.`,
    )
  return hints
}

const bare = (issuer: string): string =>
  issuer
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
