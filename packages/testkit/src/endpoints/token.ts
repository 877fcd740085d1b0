import type { Handler } from 'hono'
import { authenticateClient } from '../clients/authenticate-client.js'
import { ACCESS_TOKEN_SECONDS } from '../grants/access-tokens.js'
import type { Grant } from '../grants/grant.js'
import type { AccessToken } from '../grants/handles.js'
import { redeemCode } from '../grants/redeem-code.js'
import { readFormOnce } from '../http/parameters.js'
import { accessTokenHash, idTokenClaims } from '../id-tokens/id-token-claims.js'
import { signIdToken } from '../id-tokens/sign-id-token.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { Provider } from '../provider.js'
import { toNumericDate } from '../time.js'

const idTokenFor = (provider: Provider, { request, person, grantedAt }: Grant, accessToken: AccessToken) => {
  const claims = idTokenClaims({
    issuer: provider.issuer,
    clientId: request.clientId,
    person,
    scopes: request.scopes,
    issuedAt: provider.now(),
    lifetime: provider.idTokenLifetime,
  })
  return signIdToken(provider.keys.current(), {
    ...claims,
    at_hash: accessTokenHash(accessToken),
    ...(request.nonce !== undefined && { nonce: request.nonce }),
    ...(request.wantsAuthTime && { auth_time: toNumericDate(grantedAt) }),
  })
}

/** RFC 6749 §4.1.3 and OIDC Core §3.1.3: a code against an access token and an ID token. */
export const token =
  (provider: Provider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), form)
    const grantType = form.get('grant_type')
    if (grantType === undefined) throw new OAuthRefusal('invalid_request', 'The grant_type is missing.')
    if (grantType !== 'authorization_code') {
      throw new OAuthRefusal('unsupported_grant_type', 'Only grant_type=authorization_code is supported.')
    }
    const { grant, accessToken } = redeemCode(provider, client, form)
    const body = {
      access_token: accessToken,
      expires_in: ACCESS_TOKEN_SECONDS,
      scope: grant.request.scopes.join(' '),
      token_type: 'Bearer',
      id_token: await idTokenFor(provider, grant, accessToken),
    }
    return context.json(body, 200, { 'Cache-Control': 'no-store', Pragma: 'no-cache' })
  }
