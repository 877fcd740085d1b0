import type { BridgeLog } from './bridge-settings.js'
import type { SessionForm } from './session-form.js'
import type { SessionMemory } from './session-memory.js'
import type { TokenEndpoint } from './token-endpoint.js'

const SECOND = 1000

/** When to try again in the background, counted from the attempt before. */
const RETRIES_MS = [1 * SECOND, 5 * SECOND, 30 * SECOND]

export interface EndSessionDeps {
  readonly endpoint: Pick<TokenEndpoint, 'revoke'>
  readonly memory: SessionMemory
  readonly log: BridgeLog
}

/**
 * Ends a session at Latchkey, and with it every form of it. This process stops believing the session at once; if Latchkey
 * cannot be told now it is told later, and the local sign-out goes ahead. Never throws.
 */
export type EndSession = (form: SessionForm) => Promise<void>

export const createEndSession = ({ endpoint, memory, log }: EndSessionDeps): EndSession => {
  const tryOnce = async (form: SessionForm, [retryAfterMs, ...later]: readonly number[]): Promise<void> => {
    const answer = await endpoint.revoke(form.refreshToken)
    if (answer.outcome === 'revoked') return
    const why = answer.outcome === 'refused' ? answer.code : answer.detail
    if (answer.outcome === 'refused' || retryAfterMs === undefined) {
      log.error(
        `Latchkey did not end session ${form.sessionId} (${why}). It lives on there until it expires.`,
      )
      return
    }
    log.warn(
      `Latchkey did not end session ${form.sessionId} (${why}). Trying again in ${retryAfterMs / SECOND} s.`,
    )
    // The process may exit meanwhile.
    setTimeout(() => void tryOnce(form, later), retryAfterMs).unref?.()
  }

  return async (form) => {
    memory.remember(form.sessionId, { state: 'ended', code: 'session_ended' })
    await tryOnce(form, RETRIES_MS)
  }
}
