import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckLogoutTokenDeps, checkLogoutToken } from '../sign-in/social/logout-token.js'
import { endSignIn } from './steps/end-sign-in.js'
import { type NoteEndedSignInsDeps, noteEndedSignIns } from './steps/note-ended-sign-ins.js'

export interface ReceiveLogoutDeps extends CheckLogoutTokenDeps, NoteEndedSignInsDeps {
  readonly storage: Transactions
  readonly log: Log
}

/**
 * A logout token of a provider → the sessions end that were opened with it (OIDC Back-Channel Logout 1.0 §2.7). One that comes again
 * ends nothing more, and is no mistake: the provider may not have heard the answer.
 *
 * @throws AuthError what {@link checkLogoutToken} throws
 */
export const receiveLogout = async (
  deps: ReceiveLogoutDeps,
  request: { readonly providerId: string; readonly logoutToken: string },
): Promise<void> => {
  const { ended, id } = await checkLogoutToken(deps, request)
  const key = `logout ${ended.provider} ${deps.secrets.hash(id.jti)}`
  await noteEndedSignIns(deps, [ended], id.issuedAt)
  const count = await deps.storage.transaction(async (stores) => {
    const isFirst = await stores.spentProofs.consumeOnce(key, id.expiresAt)
    return isFirst ? endSignIn(deps, stores, { ended, now: deps.clock.now() }) : undefined
  })
  deps.log.info('logout received', {
    provider: ended.provider,
    ended: count ?? 0,
    again: count === undefined,
  })
}
