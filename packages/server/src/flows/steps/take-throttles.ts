import { AuthError } from '@latchkey/contract'
import type { Throttle, ThrottleName } from '../../model/throttle.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Throttles } from '../../ports/throttles.js'

export interface ThrottlingDeps {
  readonly throttles: Throttles
  readonly secrets: Secrets
  readonly clock: Clock
}

/** What is counted; undefined, such as a network nobody knows, is not. */
type Counted = Readonly<Partial<Record<ThrottleName, string | undefined>>>

const toThrottles = (secrets: Secrets, counted: Counted): readonly Throttle[] =>
  Object.entries(counted).flatMap(([name, text]) =>
    text === undefined ? [] : [{ name: name as ThrottleName, key: secrets.hash(text) }],
  )

/** Counts an attempt. @throws AuthError `too_many_attempts`, with when to try again */
export const takeThrottles = async (deps: ThrottlingDeps, counted: Counted): Promise<void> => {
  const now = deps.clock.now()
  const taken = await deps.throttles.take(toThrottles(deps.secrets, counted), now)
  if (taken.outcome === 'paused') throw new AuthError('too_many_attempts', { retryAfter: taken.until - now })
}

/** Counts an attempt. @returns whether it may be made */
export const tryThrottles = async (deps: ThrottlingDeps, counted: Counted): Promise<boolean> => {
  const taken = await deps.throttles.take(toThrottles(deps.secrets, counted), deps.clock.now())
  return taken.outcome === 'taken'
}

/** The attempt was a good one: these begin again. */
export const resetThrottles = (deps: ThrottlingDeps, counted: Counted): Promise<void> =>
  deps.throttles.forgive({ reset: toThrottles(deps.secrets, counted), undo: [] })
