import type { EndedOrigin } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { Secrets } from '../../ports/secrets.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { EndedSignIn } from '../../sign-in/social/logout-token.js'
import { sessionKey, subjectKey } from './origin-keys.js'

/**
 * Ends the sessions that were opened by a sign-in at a provider. Those that the person opened otherwise go on: the provider vouched for
 * nothing there. One that is being opened in the same moment, by a proof from before, may be missed.
 *
 * @returns how many ended
 */
export const endSignIn = (
  { secrets, sessions }: { readonly secrets: Secrets } & Pick<TransactionalStores, 'sessions'>,
  ended: EndedSignIn,
  now: Millis,
): Promise<number> => sessions.endAllOfOrigin(toOrigin(secrets, ended), 'ended_by_provider', now)

const toOrigin = (secrets: Secrets, { provider, issuer, sub, sid }: EndedSignIn): EndedOrigin => {
  const session = sid === undefined ? null : sessionKey(secrets, { provider, issuer, sid })
  if (sub !== undefined) return { subject: subjectKey(secrets, { provider, issuer, sub }), session }
  return { subject: null, session: session ?? '' }
}
