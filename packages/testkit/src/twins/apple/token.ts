import type { Handler } from 'hono'
import { exchangeCode } from '../../grants/exchange-code.js'
import { expectCodeGrant } from '../../grants/expect-code-grant.js'
import { readFormOnce } from '../../http/parameters.js'
import { tokenHeaders } from '../../http/token-headers.js'
import { idTokenFor } from '../../id-tokens/id-token-for.js'
import { leftHalfHash } from '../../id-tokens/left-half-hash.js'
import { SECOND } from '../../time.js'
import type { AppleProvider } from './create-apple-provider.js'
import { verifyClientSecret } from './verify-client-secret.js'

/** https://developer.apple.com/documentation/signinwithapplerestapi/generate-and-validate-tokens */
export const token =
  (provider: AppleProvider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = await verifyClientSecret(provider, form)
    expectCodeGrant(form)
    const { grant, accessToken } = exchangeCode(provider, client, form)
    const body = {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: provider.accessTokens.lifetime / SECOND,
      id_token: await idTokenFor(provider, grant, { at_hash: leftHalfHash(accessToken) }),
    }
    return context.json(body, 200, tokenHeaders)
  }
