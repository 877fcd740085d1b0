import { MINUTE, type Millis, SECOND } from '../model/time.js'
import type { HookFunctions } from '../ports/hooks.js'
import type { Report } from './configuration-error.js'
import type { HookOptions } from './hooks.js'

/** The hooks there are, and how long one may take. */
export interface HookSettings {
  readonly functions: HookFunctions<AbortSignal>
  readonly timeLimit: Millis
}

const DEFAULT_TIME_LIMIT: Millis = 5 * SECOND
/** People and the applications between wait for it. */
const LONGEST: Millis = 1 * MINUTE

/** Options → hooks. */
export const checkHooks = (
  { timeout = DEFAULT_TIME_LIMIT, ...functions }: HookOptions,
  report: Report,
): HookSettings => {
  if (!Number.isSafeInteger(timeout) || timeout < 1 || timeout > LONGEST) {
    report(
      'hooks.timeout',
      `${timeout} is no time that people would wait`,
      'Give milliseconds, a minute at most: 5_000 are five seconds.',
    )
  }
  return { functions, timeLimit: timeout }
}
