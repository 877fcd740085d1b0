import { setTimeout } from 'node:timers/promises'
import type { Pause } from '../ports/pause.js'

/** Waits by the clock of the machine. */
export const systemPause: Pause = async (milliseconds) => {
  await setTimeout(milliseconds)
}
