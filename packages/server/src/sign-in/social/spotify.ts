import { defineProvider } from './define-provider.js'
import { OAUTH_OPTIONS, type OAuthProviderOptions, oauthProvider } from './oauth-provider.js'
import type { Provider } from './provider.js'
import { askForFields, fieldsOf, toProfile } from './provider-answer.js'

// https://developer.spotify.com/documentation/web-api/tutorials/code-flow
const SITE = 'https://accounts.spotify.com'
const API = 'https://api.spotify.com'

/** Sign in with Spotify. */
export interface SpotifyOptions extends OAuthProviderOptions {
  /** Another site that behaves like Spotify, API included, for development. */
  baseUrl?: string | undefined
}

/* { "id": "ada", "display_name": "Ada", "email": "…", "images": [{ "url": "https://…", "height": 300, "width": 300 }] } */
export const spotify = defineProvider(
  { id: 'spotify', options: { ...OAUTH_OPTIONS, baseUrl: { type: 'string' } } },
  ({ baseUrl, ...options }: SpotifyOptions): Provider =>
    oauthProvider(
      {
        id: 'spotify',
        name: 'Spotify',
        authorizationEndpoint: `${baseUrl ?? SITE}/authorize`,
        tokenEndpoint: `${baseUrl ?? SITE}/api/token`,
        secretGoes: 'secret_basic',
        scopes: ['user-read-email'],
        readProfile: async (calls, { accessToken }) => {
          const question = { method: 'GET', url: `${baseUrl ?? API}/v1/me`, bearer: accessToken } as const
          const { id, display_name: name, email, images } = await askForFields(calls, 'spotify', question)
          const [picture] = Array.isArray(images) ? images.map(fieldsOf) : []
          // "The user's email address […] is unverified": https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile
          return toProfile({ subject: id, name, email, provesAddress: false, picture: picture?.['url'] })
        },
      },
      options,
    ),
)
