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
export const endSignIn = (
  { secrets, sessions }: { readonly secrets: Secrets } & Pick<TransactionalStores, 'sessions'>,
  ended: EndedSignIn,
  now: Millis,
): Promise<number> => sessions.endAllOfOrigin(endedKeys(secrets, ended), 'ended_by_provider', now)
