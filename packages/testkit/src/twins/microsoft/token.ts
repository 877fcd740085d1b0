import type { Handler } from 'hono'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { exchangeCode } from '../../grants/exchange-code.js'
import { expectCodeGrant } from '../../grants/expect-code-grant.js'
import { readFormOnce } from '../../http/parameters.js'
import { tokenHeaders } from '../../http/token-headers.js'
import { idTokenFor } from '../../id-tokens/id-token-for.js'
import { SECOND } from '../../time.js'
import type { MicrosoftProvider } from './create-microsoft-provider.js'

/** There is no `at_hash`. https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow */
export const token =
  (provider: MicrosoftProvider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), form)
    expectCodeGrant(form)
    const { grant, accessToken } = exchangeCode(provider, client, form)
    const expiresIn = provider.accessTokens.lifetime / SECOND
    const body = {
      token_type: 'Bearer',
      scope: grant.request.scopes.join(' '),
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: accessToken,
      id_token: await idTokenFor(provider, grant),
    }
    return context.json(body, 200, tokenHeaders)
  }
