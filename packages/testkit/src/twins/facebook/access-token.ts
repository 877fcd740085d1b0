import type { Handler } from 'hono'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { exchangeCode } from '../../grants/exchange-code.js'
import { tokenHeaders } from '../../http/token-headers.js'
import { SECOND } from '../../time.js'
import type { FacebookProvider } from './create-facebook-provider.js'
import { readCall } from './read-call.js'

/**
 * A code against an access token, by GET or by POST, without a `grant_type`.
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow#exchangecode
 */
export const accessToken =
  (provider: FacebookProvider): Handler =>
  async (context) => {
    const parameters = await readCall(context)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), parameters)
    const exchanged = exchangeCode(provider, client, parameters)
    const body = {
      access_token: exchanged.accessToken,
      token_type: 'bearer',
      expires_in: provider.accessTokens.lifetime / SECOND,
    }
    return context.json(body, 200, tokenHeaders)
  }
