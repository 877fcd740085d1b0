import type { Handler } from 'hono'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { exchangeCode } from '../../grants/exchange-code.js'
import { expectCodeGrant } from '../../grants/expect-code-grant.js'
import { readFormOnce } from '../../http/parameters.js'
import { tokenHeaders } from '../../http/token-headers.js'
import { idTokenFor } from '../../id-tokens/id-token-for.js'
import { leftHalfHash } from '../../id-tokens/left-half-hash.js'
import { SECOND } from '../../time.js'
import type { GoogleProvider } from './create-google-provider.js'

/** RFC 6749 §4.1.3 and OIDC Core §3.1.3: a code against an access token and an ID token. */
export const token =
  (provider: GoogleProvider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), form)
    expectCodeGrant(form)
    const { grant, accessToken } = exchangeCode(provider, client, form)
    const body = {
      access_token: accessToken,
      expires_in: provider.accessTokens.lifetime / SECOND,
      scope: grant.request.scopes.join(' '),
      token_type: 'Bearer',
      id_token: await idTokenFor(provider, grant, { at_hash: leftHalfHash(accessToken) }),
    }
    return context.json(body, 200, tokenHeaders)
  }
