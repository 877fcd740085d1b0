import type { ServerResponse } from 'node:http'
import type { Guard } from '../guard.js'
import type { Principal } from '../principal.js'
import { type Clock, LONGEST_TIMER } from '../time.js'

/**
 * Ends a response that stays open, such as server-sent events, when the session ends it was asked for with, or its token does. A page comes
 * back by itself then, and is let in or refused as anybody is.
 */
export function endWithSession(
  response: ServerResponse,
  guard: Pick<Guard, 'whenEnded'>,
  principal: Principal,
  clock: Clock = Date.now,
): void {
  let timer: NodeJS.Timeout | undefined
  const finish = (): void => {
    response.end()
  }
  const wait = (): void => {
    const left = principal.expiresAt - clock()
    if (left > 0) timer = setTimeout(wait, Math.min(left, LONGEST_TIMER)).unref()
    else finish()
  }
  const stopWatching = guard.whenEnded(principal, finish)
  response.once('close', () => {
    clearTimeout(timer)
    stopWatching()
  })
  wait()
}
