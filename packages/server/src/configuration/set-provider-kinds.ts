import type { ProviderKind } from '@latchkey/contract'
import { apple } from '../sign-in/social/apple.js'
import { auth0 } from '../sign-in/social/auth0.js'
import { cognito } from '../sign-in/social/cognito.js'
import { discord } from '../sign-in/social/discord.js'
import { facebook } from '../sign-in/social/facebook.js'
import { github } from '../sign-in/social/github.js'
import { gitlab } from '../sign-in/social/gitlab.js'
import { google } from '../sign-in/social/google.js'
import { keycloak } from '../sign-in/social/keycloak.js'
import { linkedin } from '../sign-in/social/linkedin.js'
import type { ProviderWish } from '../sign-in/social/live-providers.js'
import { microsoft } from '../sign-in/social/microsoft.js'
import { oidc } from '../sign-in/social/oidc.js'
import { okta } from '../sign-in/social/okta.js'
import type { Provider } from '../sign-in/social/provider.js'
import { slack } from '../sign-in/social/slack.js'
import { spotify } from '../sign-in/social/spotify.js'
import { twitch } from '../sign-in/social/twitch.js'
import { x } from '../sign-in/social/x.js'

type Make = (wish: ProviderWish) => Provider

/** A function for configurations looks at what it is given, whatever its type says. */
const making =
  <Options>(make: (options: Options) => Provider, read: (wish: ProviderWish) => object): Make =>
  (wish) =>
    make(read(wish) as Options)

/** With ID tokens. What was not said is not there: an empty secret is a mistake, and none is a provider without pages. */
const readOidc = ({ options, secrets }: ProviderWish): object => {
  const { name: _, securityEvents, ...given } = options
  return {
    ...given,
    ...(secrets.clientSecret !== undefined && { clientSecret: secrets.clientSecret }),
    ...(securityEvents !== undefined && {
      securityEvents: {
        ...securityEvents,
        ...(secrets.eventToken !== undefined && { token: secrets.eventToken }),
      },
    }),
  }
}

/** Without ID tokens there is one client id, and a secret is needed. */
const readOAuth = ({ options, secrets }: ProviderWish): object => {
  const { name: _, clientIds, ...given } = options
  return {
    ...given,
    ...(clientIds?.length === 1 ? { clientId: clientIds[0] } : { clientId: clientIds }),
    clientSecret: secrets.clientSecret,
  }
}

const readApple = ({ options, secrets }: ProviderWish): object => {
  const { name: _, teamId, keyId, ...given } = options
  const { privateKey } = secrets
  const isThere = teamId !== undefined || keyId !== undefined || privateKey !== undefined
  return { ...given, ...(isThere && { key: { teamId, keyId, privateKey } }) }
}

/** What makes a provider of each kind out of what operators say. */
export const SET_PROVIDER_KINDS: Readonly<Record<ProviderKind, Make>> = {
  google: making(google, readOidc),
  microsoft: making(microsoft, readOidc),
  gitlab: making(gitlab, readOidc),
  linkedin: making(linkedin, readOidc),
  slack: making(slack, readOidc),
  twitch: making(twitch, readOidc),
  auth0: making(auth0, readOidc),
  okta: making(okta, readOidc),
  keycloak: making(keycloak, readOidc),
  cognito: making(cognito, readOidc),
  oidc: making(oidc, (wish) => ({ ...readOidc(wish), id: wish.id })),
  github: making(github, readOAuth),
  facebook: making(facebook, readOAuth),
  discord: making(discord, readOAuth),
  spotify: making(spotify, readOAuth),
  x: making(x, readOAuth),
  apple: making(apple, readApple),
}
