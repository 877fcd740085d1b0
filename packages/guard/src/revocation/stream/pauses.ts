import { MINUTE, SECOND } from '../../time.js'

const FIRST = SECOND / 4
const LONGEST = 30 * SECOND
/** How long a transmitter is believed that asks to be left alone. */
const LONGEST_WISH = 5 * MINUTE

/**
 * How long to stay away after so many failures in a row: doubling, and never twice the same, so that the guards of a fleet do not come back
 * together.
 *
 * @param wish what the transmitter asked for, in milliseconds
 * @param random from 0 up to 1
 */
export const pauseAfter = (failures: number, wish: number | undefined, random: () => number): number => {
  const full = Math.min(LONGEST, FIRST * 2 ** Math.min(failures - 1, 30))
  return Math.max(full / 2 + (full / 2) * random(), Math.min(wish ?? 0, LONGEST_WISH))
}
