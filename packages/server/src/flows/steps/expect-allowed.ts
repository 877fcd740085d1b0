import { AuthError } from '@latchkey/contract'
import type { HookName, HookOutcome } from '../../ports/hooks.js'

/**
 * What a hook said with its yes. Anything else refuses: a hook that cannot answer has not said yes.
 *
 * @throws AuthError `hook_denied`, `hook_failed`
 */
export const expectAllowed = <Reply>(hook: HookName, outcome: HookOutcome<Reply>): Reply => {
  switch (outcome.outcome) {
    case 'allowed':
      return outcome.reply
    case 'denied':
      throw deniedBy(hook, outcome.reason)
    case 'failed':
      throw new AuthError('hook_failed', { detail: hook })
  }
}

/** The no of a hook, with what it says to the person. */
export const deniedBy = (hook: HookName, reason: string): AuthError =>
  new AuthError('hook_denied', { sentence: reason, detail: `${hook}: ${reason}` })
