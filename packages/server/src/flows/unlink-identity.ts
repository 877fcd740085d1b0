import { AuthError, type IdentityList } from '@latchkey/contract'
import type { Locale } from '../model/locale.js'
import type { User } from '../model/user.js'
import type { LinkedIdentity } from '../ports/accounts.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { TransactionalStores, Transactions } from '../ports/storage.js'
import { providerName } from '../sign-in/social/provider.js'
import { type ListIdentitiesDeps, listIdentities } from './list-identities.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { identityId } from './steps/identity-id.js'
import { noteOwnAct } from './steps/note-own-act.js'
import type { QueueMailDeps } from './steps/queue-mail.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'
import { tellOwner } from './steps/tell-owner.js'

export interface UnlinkIdentityDeps extends ListIdentitiesDeps, QueueMailDeps {
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

/**
 * Takes an account elsewhere away from a user, with the tokens that were kept for it. Never the last way in: nobody is left with
 * an account that nothing opens.
 *
 * @returns what is linked still
 * @throws AuthError `recent_sign_in_needed`, `identity_unknown`, `last_way_in`, `not_signed_in` when this session was ended meanwhile
 */
export const unlinkIdentity = async (
  deps: UnlinkIdentityDeps,
  request: { readonly current: CurrentSession; readonly id: string; readonly locale: Locale },
): Promise<IdentityList> => {
  const { current, id, locale } = request
  requireRecentSignIn(deps, current.session)

  await deps.storage.transaction(async (stores) => {
    // Of two who each take one away the second waits here, and sees what the first has left.
    const user = await holdCurrentUser(stores, current)
    const identities = await stores.accounts.listIdentities(user.id)
    const unlinked = identities.find((identity) => identityId(deps.secrets, identity) === id)
    if (unlinked === undefined) throw new AuthError('identity_unknown')
    const others = identities.filter((identity) => identity !== unlinked)
    if (!(await hasWayIn(deps, stores, { user, others })))
      throw new AuthError('last_way_in', { detail: user.id })
    await stores.accounts.unlinkIdentity(user.id, unlinked, deps.clock.now())
    await noteOwnAct(deps, stores, {
      action: 'identity.unlinked',
      userId: user.id,
      caller: current.caller,
      by: current.actor,
      detail: { provider: unlinked.provider },
    })
    const provider = providerName(deps.providers(), unlinked.provider)
    await tellOwner(deps, stores, { user, locale, intent: { kind: 'identity_unlinked', provider } })
  })
  deps.mailRound.soon()
  deps.log.info('identity unlinked', { user: current.user.id })
  return listIdentities(deps, current.user.id)
}

/** A password opens an account by its proven address only; a provider that is not configured any more opens none. */
const hasWayIn = async (
  { providers }: UnlinkIdentityDeps,
  { accounts }: Pick<TransactionalStores, 'accounts'>,
  { user, others }: { readonly user: User; readonly others: readonly LinkedIdentity[] },
): Promise<boolean> => {
  if (others.some((identity) => providers().some(({ id }) => id === identity.provider))) return true
  return user.emailVerifiedAt !== null && (await accounts.findPassword(user.id)) !== undefined
}
