import type { Handler } from 'hono'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { expectCodeGrant } from '../../grants/expect-code-grant.js'
import { redeemCode } from '../../grants/redeem-code.js'
import { readFormOnce } from '../../http/parameters.js'
import { tokenHeaders } from '../../http/token-headers.js'
import { idTokenFor } from '../../id-tokens/id-token-for.js'
import { SECOND } from '../../time.js'
import { grantedScopes } from './access-token-claims.js'
import type { Auth0Provider } from './create-auth0-provider.js'
import { issueAccessToken } from './issue-access-token.js'

/** https://auth0.com/docs/api/authentication/authorization-code-flow/get-token */
export const token =
  (provider: Auth0Provider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), form)
    expectCodeGrant(form)
    const { grant, accessTokenGrant, code } = redeemCode(provider, client, form)
    const body = {
      access_token: await issueAccessToken(provider, accessTokenGrant, code),
      id_token: await idTokenFor(provider, grant),
      scope: grantedScopes(grant).join(' '),
      expires_in: provider.accessTokens.lifetime / SECOND,
      token_type: 'Bearer',
    }
    return context.json(body, 200, tokenHeaders)
  }
