import { AuthError } from '@latchkey/contract'
import type { Locale } from '../../model/locale.js'
import type { Roles } from '../../model/roles.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import { type Providers, providerName } from '../../sign-in/social/provider.js'
import { identityId } from '../steps/identity-id.js'
import type { QueueMailDeps } from '../steps/queue-mail.js'
import { tellOwner } from '../steps/tell-owner.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface UnlinkUserIdentityDeps extends QueueMailDeps {
  readonly storage: Transactions
  readonly providers: Providers
  readonly roles: Roles
  readonly mailRound: MailRound
}

/**
 * Takes an account elsewhere away from somebody, with the tokens that were kept for it. The last way in too: an operator can give another one, by
 * a message that lets them choose a password. The owner hears of it.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`
 */
export const unlinkUserIdentity = async (
  deps: UnlinkUserIdentityDeps,
  by: Operator,
  request: {
    readonly id: string
    readonly identity: string
    readonly reason: string
    readonly locale: Locale
  },
): Promise<void> => {
  await deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    const identities = await stores.accounts.listIdentities(target.id)
    const unlinked = identities.find((identity) => identityId(deps.secrets, identity) === request.identity)
    if (unlinked === undefined) throw new AuthError('target_unknown', { detail: target.id })
    await stores.accounts.unlinkIdentity(target.id, unlinked, deps.clock.now())
    const provider = providerName(deps.providers(), unlinked.provider)
    const { locale } = request
    await tellOwner(deps, stores, { user: target, locale, intent: { kind: 'identity_unlinked', provider } })
    await noteAct(deps, stores, by, {
      action: 'identity.unlinked',
      userId: target.id,
      target: request.identity,
      reason: request.reason,
      detail: { provider: unlinked.provider },
    })
  })
  deps.mailRound.soon()
}
