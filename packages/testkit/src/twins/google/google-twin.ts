import type { DevelopmentClient } from '../../clients/development-client.js'
import { type IdTokenMaker, idTokenMaker } from '../../id-tokens/id-token-maker.js'
import { type SwitchControls, switchControls } from '../../misbehaviour/switch-controls.js'
import type { GoogleProvider, GoogleSwitch } from './create-google-provider.js'
import { endpointPaths } from './endpoint-paths.js'
import type { Person } from './person.js'

/** A provider shaped like Google's, wherever it runs. */
export interface GoogleTwin extends IdTokenMaker<Person>, SwitchControls<GoogleSwitch> {
  /** What `iss` says in its tokens. */
  readonly issuer: string
  /** Where it listens. The issuer, unless another one was asked for. */
  readonly url: string
  readonly clients: readonly DevelopmentClient[]
  /** Everyone on the list, with whole picture addresses; those typed in come last. */
  readonly people: readonly Person[]
}

export const googleTwin = (provider: GoogleProvider): GoogleTwin => ({
  ...idTokenMaker(provider, provider.url + endpointPaths.jwks),
  ...switchControls<GoogleSwitch>(provider.switches),
  url: provider.url,
  clients: [...provider.clients.values()],
  get people() {
    return provider.people.all()
  },
})
