import { defineProvider } from './define-provider.js'
import { OAUTH_OPTIONS, type OAuthProviderOptions, oauthProvider } from './oauth-provider.js'
import type { Provider } from './provider.js'
import { askForFields, toProfile } from './provider-answer.js'

// https://docs.discord.com/developers/topics/oauth2
const SITE = 'https://discord.com'
const PICTURES = 'https://cdn.discordapp.com/avatars'

/** Sign in with Discord. */
export interface DiscordOptions extends OAuthProviderOptions {
  /** Another site that behaves like Discord, for development. */
  baseUrl?: string | undefined
}

/* { "id": "80351110224678912", "username": "ada", "global_name": "Ada", "avatar": "8342729096ea", "email": "…", "verified": true } */
export const discord = defineProvider(
  { id: 'discord', options: { ...OAUTH_OPTIONS, baseUrl: { type: 'string' } } },
  ({ baseUrl = SITE, ...options }: DiscordOptions): Provider =>
    oauthProvider(
      {
        id: 'discord',
        name: 'Discord',
        authorizationEndpoint: `${baseUrl}/oauth2/authorize`,
        tokenEndpoint: `${baseUrl}/api/oauth2/token`,
        secretGoes: 'secret_basic',
        scopes: ['identify', 'email'],
        readProfile: async (calls, { accessToken }) => {
          const question = { method: 'GET', url: `${baseUrl}/api/users/@me`, bearer: accessToken } as const
          const user = await askForFields(calls, 'discord', question)
          const { id, username, global_name: name, avatar, email, verified } = user
          return toProfile({
            subject: id,
            name: name ?? username,
            email,
            provesAddress: verified === true,
            ...(typeof avatar === 'string' && { picture: `${PICTURES}/${String(id)}/${avatar}.png` }),
          })
        },
      },
      options,
    ),
)
