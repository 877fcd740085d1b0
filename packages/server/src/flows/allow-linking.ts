import type { AttemptPurpose } from '../model/sign-in-attempt.js'
import type { Clock } from '../ports/clock.js'
import type { CurrentSession } from './steps/current-of.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'

/**
 * Lets somebody who is signed in link an account elsewhere: theirs it becomes, and only while this session lives.
 *
 * @throws AuthError `recent_sign_in_needed`
 */
export const allowLinking = (
  deps: { readonly clock: Clock },
  { session, user }: CurrentSession,
): AttemptPurpose => {
  requireRecentSignIn(deps, session)
  return { kind: 'link', userId: user.id, sessionId: session.id }
}
