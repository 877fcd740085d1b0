import type { Millis } from '../../model/time.js'
import type { Secrets } from '../../ports/secrets.js'
import type { TransactionalStores } from '../../ports/storage.js'
import type { EndedSignIn } from '../../sign-in/social/logout-token.js'
import { endedKeys } from './origin-keys.js'

/**
 * Ends the sessions that were opened by a sign-in at a provider. Those that the person opened otherwise go on: the provider vouched for
 * nothing there. One that is being opened in the same moment looks for itself (`refuse-ended-sign-in.ts`).
 *
 * @returns how many ended
 */
export const endSignIn = async (
  { secrets }: { readonly secrets: Secrets },
  { sessions, audit }: Pick<TransactionalStores, 'sessions' | 'audit'>,
  { ended, now }: { readonly ended: EndedSignIn; readonly now: Millis },
): Promise<number> => {
  const reason = 'ended_by_provider'
  const count = await sessions.endAllOfOrigin(endedKeys(secrets, ended), reason, now)
  if (count > 0)
    await audit.note({
      action: 'session.ended',
      actor: { kind: 'provider', id: ended.provider },
      // Kept of them is only what their provider calls them, as a hash: whose sessions these were shows in the events of each.
      userId: null,
      target: null,
      refusal: null,
      caller: null,
      detail: { reason, count },
      occurredAt: now,
    })
  return count
}
