import type { Handler } from 'hono'
import type { Grant } from '../../grants/grant.js'
import { avatarPath } from '../../people/avatar-path.js'
import type { FacebookProvider } from './create-facebook-provider.js'
import { appScopedId, type FacebookPerson } from './facebook-person.js'
import { grantedScopes } from './granted-scopes.js'
import { expiredToken, invalidToken, refuseGraph } from './graph-error.js'
import { isAppsecretProof } from './is-appsecret-proof.js'
import { ownClientIdOf } from './own-client-id.js'
import { readCall } from './read-call.js'

const FIELDS = ['id', 'name', 'email', 'picture'] as const

/** What each field holds; undefined for one that is left out of the answer without a word. */
const fieldsOf = (
  provider: FacebookProvider,
  grant: Grant<FacebookPerson>,
): Record<(typeof FIELDS)[number], unknown> => {
  const { person, request } = grant
  const tellsEmail = grantedScopes(grant).includes('email') && !provider.switches.current().noEmail
  const picture = { height: 50, is_silhouette: false, url: provider.url + avatarPath(person.id), width: 50 }
  return {
    id: appScopedId(person, { clientId: request.clientId, ownClientId: ownClientIdOf(provider) }),
    name: person.name,
    email: tellsEmail ? person.email : undefined,
    picture: { data: picture },
  }
}

/**
 * The person behind a token: `id` and `name`, unless other fields are asked for.
 * https://developers.facebook.com/docs/graph-api/reference/user
 *
 *     {"id":"10229384756102937","name":"Mara Lindqvist","email":"…","picture":{"data":{"url":"…",…}}}
 */
export const me =
  (provider: FacebookProvider): Handler =>
  async (context) => {
    const parameters = await readCall(context)
    const [, bearer] = /^bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? []
    const token = parameters.get('access_token') ?? bearer ?? ''
    const issued = provider.accessTokens.find(token)
    if (issued === undefined) return refuseGraph(context, invalidToken)
    if (provider.switches.current().expired) return refuseGraph(context, expiredToken)

    const { clientId } = issued.grant.request
    const proof = parameters.get('appsecret_proof')
    if (proof !== undefined && !isAppsecretProof(provider, { token, clientId, proof })) {
      const message = 'Invalid appsecret_proof provided in the API argument'
      return refuseGraph(context, { message, type: 'GraphMethodException', code: 100 })
    }
    const asked = (parameters.get('fields') ?? 'id,name').split(',')
    if (asked.some((field) => !FIELDS.some((known) => known === field))) {
      const message = '(#100) Tried accessing a nonexisting field on node type (User)'
      return refuseGraph(context, { message, type: 'OAuthException', code: 100 })
    }
    const told = Object.entries(fieldsOf(provider, issued.grant))
    // The id comes along whether or not it was asked for.
    return context.json(Object.fromEntries(told.filter(([field]) => field === 'id' || asked.includes(field))))
  }
