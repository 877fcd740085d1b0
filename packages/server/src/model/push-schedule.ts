import { HOUR, type Millis, SECOND } from './time.js'

const FIRST_PAUSE = 1 * SECOND
const LONGEST_PAUSE = 1 * HOUR

/**
 * How long a receiver is given after failures: twice as long each time, and not the same for all, so that those who fell over together are
 * not knocked over together.
 *
 * @param failures one after another, from 1
 * @param chance from 0 to 1
 */
export const pauseAfterFailures = (failures: number, chance: number): Millis => {
  const longest = Math.min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE)
  return Math.round(longest * (0.5 + chance / 2))
}
