import type { Handler } from 'hono'
import type { IssuedAccessToken } from '../../grants/access-tokens.js'
import { HOUR, toNumericDate } from '../../time.js'
import type { FacebookProvider } from './create-facebook-provider.js'
import { appScopedId, type FacebookPerson } from './facebook-person.js'
import { grantedScopes } from './granted-scopes.js'
import { expiredToken, type GraphError, invalidToken, refuseGraph } from './graph-error.js'
import { ownClientIdOf } from './own-client-id.js'
import { readCall } from './read-call.js'

/** An application speaks for itself with its id and its secret, a bar between them. */
const isAppToken = ({ clients }: FacebookProvider, token: string | undefined): boolean =>
  [...clients.values()].some(({ id, secret }) => token === `${id}|${secret}`)

const describeFault = ({ code, message, error_subcode }: GraphError) => ({
  error: { code, message, ...(error_subcode !== undefined && { subcode: error_subcode }) },
})

const describe = (provider: FacebookProvider, issued: IssuedAccessToken<FacebookPerson>) => {
  const { request, person } = issued.grant
  const { expired } = provider.switches.current()
  const expiresAt = expired ? provider.now() - HOUR : issued.expiresAt
  return {
    app_id: request.clientId,
    type: 'USER',
    application: 'Latchkey development',
    ...(expired && describeFault(expiredToken)),
    data_access_expires_at: toNumericDate(issued.expiresAt),
    expires_at: toNumericDate(expiresAt),
    is_valid: !expired,
    issued_at: toNumericDate(issued.issuedAt),
    scopes: grantedScopes(issued.grant),
    user_id: appScopedId(person, { clientId: request.clientId, ownClientId: ownClientIdOf(provider) }),
  }
}

/**
 * Tells whose token it is and what for. A token of another application is described too, as it is to a developer of
 * both: who does not compare `app_id` takes it for one of their own.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 *
 *     {"data":{"app_id":"…","type":"USER","is_valid":true,"user_id":"…","expires_at":1790000000,"scopes":["email",…],…}}
 */
export const debugToken =
  (provider: FacebookProvider): Handler =>
  async (context) => {
    const parameters = await readCall(context)
    if (!isAppToken(provider, parameters.get('access_token'))) return refuseGraph(context, invalidToken)
    const inputToken = parameters.get('input_token')
    if (inputToken === undefined) {
      const message = '(#100) The parameter input_token is required'
      return refuseGraph(context, { message, type: 'OAuthException', code: 100 })
    }
    const issued = provider.accessTokens.find(inputToken)
    const data =
      issued === undefined
        ? { ...describeFault(invalidToken), is_valid: false, scopes: [] }
        : describe(provider, issued)
    return context.json({ data })
  }
