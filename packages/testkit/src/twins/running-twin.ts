import type { Hono } from 'hono'
import { type SwitchControls, switchControls } from '../misbehaviour/switch-controls.js'
import type { SwitchName } from '../misbehaviour/switches.js'
import type { Twin } from '../twin.js'

/** What every twin shows to the program that started it. */
export interface RunningTwin<P, Client, Name extends SwitchName> extends SwitchControls<Name> {
  /** Where it listens: everything of the provider is below it. */
  readonly url: string
  /** What an application needs to be known to it. */
  readonly client: Client
  /** Everyone who can sign in, in the provider's own terms; those typed in come last. */
  readonly people: readonly P[]
}

/** @param client what an application needs to be known to it */
export const runningTwin = <P, Client, Name extends SwitchName>(
  twin: Twin<P>,
  client: Client,
): RunningTwin<P, Client, Name> => ({
  ...switchControls<Name>(twin.switches),
  url: twin.url,
  client,
  get people() {
    return twin.people.all()
  },
})

/** A twin, ready to be put on a server. */
export interface MountedTwin<Running> {
  readonly twin: Pick<Twin<unknown>, 'name' | 'switches'>
  readonly router: Hono
  readonly running: Running
}
