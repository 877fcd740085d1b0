import type { Handler } from 'hono'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { exchangeCode } from '../../grants/exchange-code.js'
import { readFormOnce } from '../../http/parameters.js'
import { tokenHeaders } from '../../http/token-headers.js'
import type { GitHubProvider } from './create-github-provider.js'
import { writeTokenAnswer } from './write-token-answer.js'

/**
 * A code against an access token. There is no `grant_type`, and scopes come back with commas.
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export const accessToken =
  (provider: GitHubProvider): Handler =>
  async (context) => {
    const form = await readFormOnce(context.req.raw)
    const client = authenticateClient(provider.clients, context.req.header('authorization'), form)
    const exchanged = exchangeCode(provider, client, form)
    for (const [name, value] of Object.entries(tokenHeaders)) context.header(name, value)
    return writeTokenAnswer(context, {
      access_token: exchanged.accessToken,
      scope: exchanged.grant.request.scopes.join(','),
      token_type: 'bearer',
    })
  }
