import type { Switchboard } from './switchboard.js'
import type { Misbehaviour, SwitchName } from './switches.js'

/** How a running twin is told to misbehave. */
export interface SwitchControls<Name extends SwitchName> {
  /** Sets every switch: those that are left out are put back. They hold until they are put back. */
  misbehave(misbehaviour: Misbehaviour<Name>): void
  /** Puts every switch back. */
  behave(): void
}

export const switchControls = <Name extends SwitchName>(switches: Switchboard): SwitchControls<Name> => ({
  misbehave: (misbehaviour) => switches.set(misbehaviour),
  behave: () => switches.set({}),
})
