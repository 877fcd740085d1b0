import { type IdTokenMaker, idTokenMaker } from '../../id-tokens/id-token-maker.js'
import type { SigningKeys } from '../../id-tokens/signing-keys.js'
import type { RegisteredClient } from '../registered-client.js'
import { type MountedTwin, type RunningTwin, runningTwin } from '../running-twin.js'
import type { TwinPlace } from '../twin-place.js'
import { createMicrosoftProvider, type MicrosoftSwitch } from './create-microsoft-provider.js'
import type { MicrosoftPerson } from './microsoft-person.js'
import { createMicrosoftRouter } from './microsoft-router.js'

/** Microsoft: discovery below `/common/v2.0`, `/organizations/v2.0`, `/consumers/v2.0`, or that of one tenant. */
export interface MicrosoftTwin
  extends RunningTwin<MicrosoftPerson, RegisteredClient, MicrosoftSwitch>,
    IdTokenMaker<MicrosoftPerson> {}

/** Shaped like an application of theirs. Its secret is in every copy of this package: it keeps nobody out. */
const microsoftClient: RegisteredClient = {
  id: '7a2e51c8-94bd-4f06-8c3a-d1f09b6e5247',
  secret: 'development-only',
}

export const createMicrosoftTwin = (place: TwinPlace, keys: SigningKeys): MountedTwin<MicrosoftTwin> => {
  const twin = createMicrosoftProvider(microsoftClient, keys, place)
  const running: MicrosoftTwin = Object.assign(
    runningTwin<MicrosoftPerson, RegisteredClient, MicrosoftSwitch>(twin, microsoftClient),
    idTokenMaker(twin, `${place.url}/common/discovery/v2.0/keys`),
  )
  return { twin, router: createMicrosoftRouter(twin), running }
}
