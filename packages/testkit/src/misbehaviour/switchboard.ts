import { type Misbehaviour, type Switches, type SwitchName, wellBehaved } from './switches.js'

/** A minute: whoever waits has given up long before. */
export const SLOWEST_MS = 60_000

/** The switches of one twin, and how they stand. */
export interface Switchboard {
  /** The switches this twin has. */
  readonly names: readonly SwitchName[]
  current(): Switches
  /**
   * Sets every switch: those that are left out are put back.
   *
   * @throws TypeError for a switch this twin does not have, and for a value it cannot take
   */
  set(misbehaviour: Misbehaviour): void
}

const isPosition = (name: SwitchName, value: unknown): boolean =>
  name === 'slow'
    ? typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= SLOWEST_MS
    : typeof value === 'boolean'

export const createSwitchboard = (names: readonly SwitchName[]): Switchboard => {
  let current: Switches = wellBehaved
  return {
    names,
    current: () => current,
    set(misbehaviour) {
      const given = Object.entries(misbehaviour).filter(([, value]) => value !== undefined)
      for (const [key, value] of given) {
        const name = names.find((known) => known === key)
        if (name === undefined) {
          throw new TypeError(`There is no switch "${key}" here, only ${names.join(', ')}.`)
        }
        if (!isPosition(name, value)) {
          throw new TypeError(
            name === 'slow'
              ? `"slow" takes whole milliseconds, ${SLOWEST_MS} at most.`
              : `"${name}" takes true or false.`,
          )
        }
      }
      current = { ...wellBehaved, ...Object.fromEntries(given) }
    },
  }
}
