import { AuthError } from '@latchkey/contract'
import type { ProviderCalls } from '../../ports/provider-calls.js'
import { defineProvider } from './define-provider.js'
import { OAUTH_OPTIONS, type OAuthProviderOptions, oauthProvider } from './oauth-provider.js'
import type { Provider, ProviderProfile } from './provider.js'
import { askForFields, expectAnswer, fieldsOf, toProfile } from './provider-answer.js'

// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
const VERSION = 'v23.0'
const SITE = 'https://www.facebook.com'
const GRAPH = 'https://graph.facebook.com'

/** Sign in with Facebook. */
export interface FacebookOptions extends OAuthProviderOptions {
  /**
   * Whether an address that Facebook tells may link a person to an existing account with that address. Facebook says of none that
   * the person has proved it. Default: false.
   */
  trustsAddresses?: boolean | undefined
  /** Another site that behaves like Facebook, Graph API included, for development. */
  baseUrl?: string | undefined
}

export const facebook = defineProvider(
  {
    id: 'facebook',
    options: { ...OAUTH_OPTIONS, trustsAddresses: { type: 'boolean' }, baseUrl: { type: 'string' } },
  },
  (options: FacebookOptions): Provider => {
    const { baseUrl, trustsAddresses, ...given } = options
    const graph = `${baseUrl ?? GRAPH}/${VERSION}`
    const reader = { graph, secret: options.clientSecret ?? '', provesAddress: trustsAddresses === true }
    return oauthProvider(
      {
        id: 'facebook',
        name: 'Facebook',
        authorizationEndpoint: `${baseUrl ?? SITE}/${VERSION}/dialog/oauth`,
        tokenEndpoint: `${graph}/oauth/access_token`,
        secretGoes: 'secret_post',
        scopes: ['public_profile', 'email'],
        // `#_=_`, since 2011.
        addsFragment: true,
        readProfile: (calls, { accessToken }) => readPerson(calls, reader, accessToken),
        readAccessToken: async (calls, accessToken) => {
          const userId = await checkToken(calls, { graph, accessToken, options })
          const profile = await readPerson(calls, reader, accessToken)
          if (profile.subject === userId) return profile
          throw new AuthError('provider_token_refused', { detail: 'facebook: two people' })
        },
      },
      given,
    )
  },
)

interface GraphReader {
  readonly graph: string
  readonly secret: string
  readonly provesAddress: boolean
}

/* { "id": "10229384756102937", "name": "Ada Lovelace", "email": "…", "picture": { "data": { "url": "https://…" } } } */
const readPerson = async (
  calls: ProviderCalls,
  { graph, secret, provesAddress }: GraphReader,
  accessToken: string,
): Promise<ProviderProfile> => {
  const { id, name, email, picture } = await askForFields(calls, 'facebook', {
    method: 'GET',
    url: `${graph}/me`,
    // https://developers.facebook.com/docs/graph-api/guides/secure-requests#appsecret_proof
    query: { fields: 'id,name,email,picture', appsecret_proof: calls.proofOfSecret(secret, accessToken) },
    bearer: accessToken,
  })
  const pictureUrl = fieldsOf(fieldsOf(picture)['data'])['url']
  return toProfile({ subject: id, name, email, provesAddress, picture: pictureUrl })
}

/**
 * Whose token it is, if Facebook issued it to our application. Tokens of other applications are described too.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
const checkToken = async (
  calls: ProviderCalls,
  given: { readonly graph: string; readonly accessToken: string; readonly options: FacebookOptions },
): Promise<string> => {
  const { clientId, clientSecret = '' } = given.options
  const answer = await calls.ask({
    method: 'GET',
    url: `${given.graph}/debug_token`,
    query: { input_token: given.accessToken, access_token: `${clientId}|${clientSecret}` },
  })
  const { status, body } = expectAnswer('facebook', answer)
  const { app_id: appId, is_valid: isValid, user_id: userId, type } = fieldsOf(fieldsOf(body)['data'])
  const isOurs = status === 200 && isValid === true && appId === clientId && type === 'USER'
  if (isOurs && typeof userId === 'string') return userId
  throw new AuthError('provider_token_refused', {
    detail: `facebook: ${status}, valid ${String(isValid)}`,
  })
}
