import { getRequestListener } from '@hono/node-server'
import type { DevelopmentClient } from './clients/development-client.js'
import { closeServer } from './close-server.js'
import { createAccessTokens } from './grants/access-tokens.js'
import { createAuthorizationCodes } from './grants/authorization-codes.js'
import { createExpiringStore } from './grants/expiring-store.js'
import { endpointPaths } from './http/endpoint-paths.js'
import { createRouter } from './http/router.js'
import { type Forgery, forgeIdToken } from './id-tokens/forge-id-token.js'
import type { IdTokenDeviation } from './id-tokens/id-token-deviation.js'
import { issueIdToken } from './id-tokens/issue-id-token.js'
import { createSigningKeys, type SigningKeys } from './id-tokens/signing-keys.js'
import { listen } from './listen.js'
import { createPeopleDirectory } from './people/people-directory.js'
import type { Person } from './people/person.js'
import type { Provider } from './provider.js'
import { type DevelopmentProviderOptions, type ProviderSettings, readOptions } from './read-options.js'
import { refuseProduction } from './refuse-production.js'
import { HOUR } from './time.js'

/** A running provider. `await using` closes it. */
export interface DevelopmentProvider extends AsyncDisposable {
  /** What `iss` says in its tokens. */
  readonly issuer: string
  /** Where it listens: `http://localhost:<port>`. The issuer, unless another one was asked for. */
  readonly url: string
  readonly jwksUri: string
  readonly clients: readonly DevelopmentClient[]
  /** Everyone on the list, with whole picture addresses; those typed in come last. */
  readonly people: readonly Person[]
  /** A valid ID token as Google writes them, but for the deviation. It is signed with the current key. */
  issueIdToken(deviation?: IdTokenDeviation): Promise<string>
  /** An ID token that must be refused although its claims and, but for the forgery, its header are valid. */
  forgeIdToken(forgery: Forgery, deviation?: IdTokenDeviation): Promise<string>
  /** Signs with a new key from now on. The key before stays published until the next rotation. */
  rotateKeys(): Promise<void>
  /** Stops listening and drops open connections. Closing twice is fine. */
  close(): Promise<void>
}

const PENDING_SIGN_INS = { lifetime: HOUR, capacity: 1_000 }

const createProvider = (settings: ProviderSettings, keys: SigningKeys, url: string): Provider => {
  const now = settings.clock
  return {
    issuer: settings.issuer ?? url,
    url,
    now,
    idTokenLifetime: settings.idTokenLifetime,
    clients: new Map(settings.clients.map((client) => [client.id, client])),
    people: createPeopleDirectory(settings.people, url),
    keys,
    pendingSignIns: createExpiringStore({ ...PENDING_SIGN_INS, now }),
    codes: createAuthorizationCodes(now),
    accessTokens: createAccessTokens(now),
  }
}

/**
 * Starts an OpenID provider shaped like Google's on this machine: discovery, keys, the code flow with
 * PKCE, a page on which to choose who signs in, and everything kept in memory. For development and tests.
 *
 * @throws Error when NODE_ENV is `production`, and when the place to listen cannot be had
 * @throws TypeError that names every option that is wrong
 */
export const startDevelopmentProvider = async (
  options: DevelopmentProviderOptions = {},
): Promise<DevelopmentProvider> => {
  refuseProduction()
  const settings = readOptions(options)
  const keys = await createSigningKeys()
  const { server, url } = await listen(settings)
  const provider = createProvider(settings, keys, url)
  server.on('request', getRequestListener(createRouter(provider).fetch))
  const close = () => closeServer(server)

  return {
    issuer: provider.issuer,
    url,
    jwksUri: url + endpointPaths.jwks,
    clients: settings.clients,
    get people() {
      return provider.people.all()
    },
    issueIdToken: (deviation = {}) => issueIdToken(provider, deviation),
    forgeIdToken: (forgery, deviation = {}) => forgeIdToken(provider, forgery, deviation),
    rotateKeys: keys.rotate,
    close,
    [Symbol.asyncDispose]: close,
  }
}
