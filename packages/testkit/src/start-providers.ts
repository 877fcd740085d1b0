import { getRequestListener } from '@hono/node-server'
import { closeServer } from './close-server.js'
import { createSigningKeys, type SigningKeys } from './id-tokens/signing-keys.js'
import { listen } from './listen.js'
import { createPanelRouter } from './panel/panel-router.js'
import { type ProvidersOptions, readProvidersOptions } from './read-providers-options.js'
import { refuseProduction } from './refuse-production.js'
import { createAppleClient } from './twins/apple/apple-client.js'
import { type AppleTwin, createAppleTwin } from './twins/apple/apple-twin.js'
import { type Auth0Twin, createAuth0Twin } from './twins/auth0/auth0-twin.js'
import { createFacebookTwin, type FacebookTwin } from './twins/facebook/facebook-twin.js'
import { createGitHubTwin, type GitHubTwin } from './twins/github/github-twin.js'
import { createGoogleTwin, type GoogleAmongTwins } from './twins/google/create-google-twin.js'
import { createMicrosoftTwin, type MicrosoftTwin } from './twins/microsoft/microsoft-twin.js'

/** The twins of one server, each below its own path. `await using` closes it. */
export interface Providers extends AsyncDisposable {
  /** The page with the switches of all twins: `http://localhost:<port>`. */
  readonly url: string
  readonly google: GoogleAmongTwins
  readonly github: GitHubTwin
  readonly facebook: FacebookTwin
  readonly microsoft: MicrosoftTwin
  readonly apple: AppleTwin
  readonly auth0: Auth0Twin
  /** Stops listening and drops open connections. Closing twice is fine. */
  close(): Promise<void>
}

/**
 * Starts twins of the providers people sign in with on one port of this machine: each with its own quirks, the page
 * on which to choose who signs in, and switches that make it misbehave. For development and tests.
 *
 * @throws Error when NODE_ENV is `production`, and when the place to listen cannot be had
 * @throws TypeError that names every option that is wrong
 */
export const startProviders = async (options: ProvidersOptions = {}): Promise<Providers> => {
  refuseProduction()
  const settings = readProvidersOptions(options)
  const appleClient = await createAppleClient()
  const { server, url } = await listen(settings, 'The development providers')
  const placeOf = (path: string) => ({ url: `${url}/${path}`, now: settings.clock })
  const allKeys: SigningKeys[] = []
  const newKeys = (): SigningKeys => {
    const keys = createSigningKeys()
    allKeys.push(keys)
    return keys
  }
  const google = createGoogleTwin(placeOf('google'), newKeys())
  const github = createGitHubTwin(placeOf('github'))
  const facebook = createFacebookTwin(placeOf('facebook'))
  const apple = createAppleTwin(placeOf('apple'), newKeys(), appleClient)
  const microsoft = createMicrosoftTwin(placeOf('microsoft'), newKeys())
  const auth0 = createAuth0Twin(placeOf('auth0'), { keys: newKeys(), ...settings.auth0 })
  const twins = { google, github, facebook, microsoft, apple, auth0 }
  server.on('request', getRequestListener(createPanelRouter(twins, url).fetch))
  const close = async () => {
    await closeServer(server)
    await Promise.all(allKeys.map((keys) => keys.release()))
  }
  return {
    url,
    google: google.running,
    github: github.running,
    facebook: facebook.running,
    microsoft: microsoft.running,
    apple: apple.running,
    auth0: auth0.running,
    close,
    [Symbol.asyncDispose]: close,
  }
}
