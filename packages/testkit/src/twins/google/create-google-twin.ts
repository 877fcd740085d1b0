import { developmentClient } from '../../clients/development-client.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import type { RegisteredClient } from '../registered-client.js'
import type { MountedTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import { createGoogleProvider } from './create-google-provider.js'
import { createGoogleRouter } from './google-router.js'
import { type GoogleTwin, googleTwin } from './google-twin.js'
import { readOptions } from './read-options.js'

/** Google beside the other twins, with its one client. */
export interface GoogleAmongTwins extends GoogleTwin {
  readonly client: RegisteredClient
}

export const createGoogleTwin = (
  { url, now }: TwinPlace,
  keys: SigningKeys,
): MountedTwin<GoogleAmongTwins> => {
  const twin = createGoogleProvider(readOptions({ clock: now }), keys, url)
  const running = Object.assign(googleTwin(twin), { client: developmentClient })
  return { twin, router: createGoogleRouter(twin), running }
}
