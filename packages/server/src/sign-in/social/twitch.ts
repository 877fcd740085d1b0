import { defineProvider } from './define-provider.js'
import { OIDC_OPTIONS, type OidcProviderOptions, oidcProvider } from './oidc-provider.js'
import type { Provider } from './provider.js'
import { toProfile } from './provider-answer.js'

// https://dev.twitch.tv/docs/authentication/getting-tokens-oidc/
const ISSUER = 'https://id.twitch.tv/oauth2'

/** What Twitch puts into an ID token only for who asks (OIDC Core §5.5). */
const CLAIMS = JSON.stringify({
  id_token: { email: null, email_verified: null, picture: null, preferred_username: null },
})

/** Sign in with Twitch. */
export interface TwitchOptions extends OidcProviderOptions {
  /** Another issuer that behaves like Twitch, for development. */
  issuer?: string | undefined
}

export const twitch = defineProvider(
  { id: 'twitch', options: { ...OIDC_OPTIONS, issuer: { type: 'string' } } },
  ({ issuer = ISSUER, ...options }: TwitchOptions): Provider =>
    oidcProvider(
      {
        id: 'twitch',
        name: 'Twitch',
        issuer,
        idTokens: {
          algorithms: ['RS256'],
          readProfile: ({ preferred_username: name, picture }) => {
            const { subject: _, ...profile } = toProfile({ subject: '', name, picture })
            return profile
          },
        },
        codeFlow: { scopes: ['openid', 'user:read:email'], parameters: { claims: CLAIMS } },
        secretGoes: 'secret_post',
      },
      options,
    ),
)
