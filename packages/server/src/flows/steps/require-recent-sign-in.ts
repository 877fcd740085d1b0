import { AuthError } from '@latchkey/contract'
import type { Session } from '../../model/session.js'
import { MINUTE, type Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'

const RECENT = 10 * MINUTE

/** Until when the sign-in of a session counts as one of a moment ago. */
export const recentUntil = ({ authenticatedAt }: Session): Millis => authenticatedAt + RECENT

/**
 * For acts that a session somebody left open must not be enough for.
 *
 * @throws AuthError `not_while_impersonating`; `recent_sign_in_needed` when the person proved who they are more than ten minutes ago
 */
export const requireRecentSignIn = ({ clock }: { readonly clock: Clock }, session: Session): void => {
  if (session.actor !== null) throw new AuthError('not_while_impersonating', { detail: session.id })
  if (clock.now() > recentUntil(session)) {
    throw new AuthError('recent_sign_in_needed', { detail: session.id })
  }
}
