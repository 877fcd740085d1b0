import { OAuthRefusal } from '../oauth-refusal.js'
import type { Twin } from '../twin.js'
import type { IssuedAccessToken } from './access-tokens.js'

const BEARER = /^bearer +([\w.~+/-]+=*)$/i

/** The token in an `Authorization` header (RFC 6750 §2.1). */
const readBearer = (authorization: string | undefined): string | undefined =>
  BEARER.exec(authorization ?? '')?.[1]

/**
 * What the access token in the header was granted for.
 *
 * @throws OAuthRefusal
 */
export const findBearer = <P>(
  { accessTokens }: Twin<P>,
  authorization: string | undefined,
): IssuedAccessToken<P> => {
  const issued = accessTokens.find(readBearer(authorization) ?? '')
  if (issued !== undefined) return issued
  throw new OAuthRefusal('invalid_token', 'Send an access token of this provider that has not expired.', {
    challenge: 'Bearer',
  })
}
