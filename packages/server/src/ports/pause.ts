import type { Millis } from '../model/time.js'

/** Waits. Injected, for the domain knows no timers. */
export type Pause = (milliseconds: Millis) => Promise<void>
