import { type IdTokenMaker, idTokenMaker } from '../../id-tokens/id-token-maker.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import { type MountedTwin, type RunningTwin, runningTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import type { AppleClient } from './apple-client.js'
import type { ApplePerson } from './apple-person.js'
import { createAppleRouter } from './apple-router.js'
import { type AppleSwitch, createAppleProvider } from './create-apple-provider.js'

/** Apple: discovery, `/auth/authorize`, `/auth/token`, `/auth/keys`. */
export interface AppleTwin
  extends RunningTwin<ApplePerson, AppleClient, AppleSwitch>,
    IdTokenMaker<ApplePerson> {}

export const createAppleTwin = (
  place: TwinPlace,
  keys: SigningKeys,
  client: AppleClient,
): MountedTwin<AppleTwin> => {
  const twin = createAppleProvider(client, keys, place)
  const running: AppleTwin = Object.assign(
    runningTwin<ApplePerson, AppleClient, AppleSwitch>(twin, client),
    idTokenMaker(twin, `${place.url}/auth/keys`),
  )
  return { twin, router: createAppleRouter(twin), running }
}
