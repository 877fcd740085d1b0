import { defineProvider } from './define-provider.js'
import { OAUTH_OPTIONS, type OAuthProviderOptions, oauthProvider } from './oauth-provider.js'
import type { Provider } from './provider.js'
import { askForFields, fieldsOf, toProfile } from './provider-answer.js'

// https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code
const SITE = 'https://x.com'
const API = 'https://api.x.com'

/** Sign in with X. */
export interface XOptions extends OAuthProviderOptions {
  /** Another site that behaves like X, API included, for development. */
  baseUrl?: string | undefined
}

/* { "data": { "id": "2244994945", "name": "Ada", "username": "ada", "profile_image_url": "https://…", "confirmed_email": "…" } } */
export const x = defineProvider(
  { id: 'x', options: { ...OAUTH_OPTIONS, baseUrl: { type: 'string' } } },
  ({ baseUrl, ...options }: XOptions): Provider => {
    const api = baseUrl ?? API
    return oauthProvider(
      {
        id: 'x',
        name: 'X',
        authorizationEndpoint: `${baseUrl ?? SITE}/i/oauth2/authorize`,
        tokenEndpoint: `${api}/2/oauth2/token`,
        secretGoes: 'secret_basic',
        scopes: [
          'users.read',
          'tweet.read',
          'users.email',
          ...(options.keepTokens ? ['offline.access'] : []),
        ],
        readProfile: async (calls, { accessToken }) => {
          const answer = await askForFields(calls, 'x', {
            method: 'GET',
            url: `${api}/2/users/me`,
            query: { 'user.fields': 'profile_image_url,confirmed_email' },
            bearer: accessToken,
          })
          const {
            id,
            name,
            username,
            profile_image_url: picture,
            confirmed_email: email,
          } = fieldsOf(answer['data'])
          // X tells no address but one that it has confirmed.
          return toProfile({ subject: id, name: name ?? username, picture, email, provesAddress: true })
        },
      },
      options,
    )
  },
)
