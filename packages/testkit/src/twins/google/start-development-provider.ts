import { getRequestListener } from '@hono/node-server'
import { closeServer } from '../../close-server.js'
import { createSigningKeys } from '../../id-tokens/signing-keys.js'
import { listen } from '../../listen.js'
import { refuseProduction } from '../../refuse-production.js'
import { createGoogleProvider } from './create-google-provider.js'
import { endpointPaths } from './endpoint-paths.js'
import { createGoogleRouter } from './google-router.js'
import { type GoogleTwin, googleTwin } from './google-twin.js'
import { type DevelopmentProviderOptions, readOptions } from './read-options.js'

/** A running provider: its `url` is `http://localhost:<port>`. `await using` closes it. */
export interface DevelopmentProvider extends GoogleTwin, AsyncDisposable {
  /** Stops listening and drops open connections. Closing twice is fine. */
  close(): Promise<void>
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
  const keys = createSigningKeys()
  await keys.current()
  const { server, url } = await listen(settings)
  const provider = createGoogleProvider(settings, keys, url)
  const router = createGoogleRouter(provider)
  router.notFound((context) => context.text(`Nothing here. Start at ${endpointPaths.discovery}\n`, 404))
  server.on('request', getRequestListener(router.fetch))
  const close = async () => {
    await closeServer(server)
    await keys.release()
  }
  return Object.assign(googleTwin(provider), { close, [Symbol.asyncDispose]: close })
}
