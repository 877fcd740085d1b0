import { AuthError } from '@latchkey/contract'
import type { VerifiedIdentity } from '../../model/identity.js'
import type { Session } from '../../model/session.js'
import type { Clock } from '../../ports/clock.js'
import type { EndedOrigins } from '../../ports/ended-origins.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'
import { originKeys } from './origin-keys.js'

export interface RefuseEndedSignInDeps {
  readonly endedOrigins: Pick<EndedOrigins, 'covers'>
  readonly sessions: Pick<Sessions, 'end'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Ends a session again that was opened by a sign-in which had ended at its provider meanwhile. To be asked when the session is committed, and
 * before anybody is given it: whoever ends sign-ins notes it first and looks for sessions afterwards, so one of the two sees the other,
 * without a lock that both wait for.
 *
 * @throws AuthError `proof_expired`: whoever it is proves it again, there
 */
export const refuseEndedSignIn = async (
  { endedOrigins, sessions, secrets, clock }: RefuseEndedSignInDeps,
  { origin }: Pick<VerifiedIdentity, 'origin'>,
  { id }: Pick<Session, 'id'>,
): Promise<void> => {
  if (origin?.issuedAt === undefined) return
  if (!(await endedOrigins.covers(originKeys(secrets, origin), origin.issuedAt))) return
  await sessions.end(id, 'ended_by_provider', clock.now())
  throw new AuthError('proof_expired', { detail: `${id}: its provider has ended the sign-in` })
}
