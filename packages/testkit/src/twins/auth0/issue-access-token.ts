import type { Grant } from '../../grants/grant.js'
import { type AccessToken, asAccessToken } from '../../grants/handles.js'
import { signAsSwitched } from '../../id-tokens/sign-as-switched.js'
import { accessTokenClaims } from './access-token-claims.js'
import type { Auth0Person } from './auth0-person.js'
import type { Auth0Provider } from './create-auth0-provider.js'

/**
 * A JWT when an API was named as the audience, an opaque text otherwise. Either opens `/userinfo`.
 * https://auth0.com/docs/secure/tokens/access-tokens
 */
export const issueAccessToken = async (
  provider: Auth0Provider,
  grant: Grant<Auth0Person>,
  code?: string,
): Promise<AccessToken> => {
  const { audience } = grant.request
  if (audience === undefined) return provider.accessTokens.issue(grant, code)
  const frame = { issuer: provider.issuer, audience, issuedAt: provider.now() }
  const token = asAccessToken(await signAsSwitched(provider, accessTokenClaims(frame, grant)))
  provider.accessTokens.keep(token, grant, code)
  return token
}
