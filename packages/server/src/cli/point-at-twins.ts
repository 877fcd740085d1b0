import type { Providers } from '@latchkey/testkit'

type Variables = Readonly<Record<string, string>>

/** What a configuration reads about each provider: where it is, and what our application is known by there. */
const variablesFor = (twins: Providers): readonly Variables[] => {
  const { google, github, facebook, microsoft, apple, auth0 } = twins
  return [
    {
      GOOGLE_ISSUER: google.issuer,
      AUTH_GOOGLE_ID: google.client.id,
      AUTH_GOOGLE_SECRET: google.client.secret,
    },
    {
      GITHUB_URL: github.url,
      AUTH_GITHUB_ID: github.client.id,
      AUTH_GITHUB_SECRET: github.client.secret,
    },
    {
      FACEBOOK_URL: facebook.url,
      AUTH_FACEBOOK_ID: facebook.client.id,
      AUTH_FACEBOOK_SECRET: facebook.client.secret,
    },
    {
      MICROSOFT_URL: microsoft.url,
      AUTH_MICROSOFT_ID: microsoft.client.id,
      AUTH_MICROSOFT_SECRET: microsoft.client.secret,
    },
    {
      APPLE_URL: apple.url,
      AUTH_APPLE_ID: apple.client.id,
      AUTH_APPLE_TEAM_ID: apple.client.teamId,
      AUTH_APPLE_KEY_ID: apple.client.keyId,
      AUTH_APPLE_PRIVATE_KEY: apple.client.privateKey,
    },
    {
      AUTH0_URL: auth0.url,
      AUTH_AUTH0_ID: auth0.client.id,
      AUTH_AUTH0_SECRET: auth0.client.secret,
    },
  ]
}

/**
 * Puts where the twins are into the environment a configuration is read with. A provider of which anything is set already is left
 * as it is: half a twin and half the real one would be neither.
 */
export const pointAtTwins = (twins: Providers, environment: NodeJS.ProcessEnv): void => {
  for (const variables of variablesFor(twins)) {
    const isTheirs = Object.keys(variables).some((name) => environment[name])
    if (!isTheirs) Object.assign(environment, variables)
  }
}
