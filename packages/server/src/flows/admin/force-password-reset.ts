import { AuthError, type EndedCount } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import type { Locale } from '../../model/locale.js'
import type { Roles } from '../../model/roles.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import { type QueueMailDeps, queueMail } from '../steps/queue-mail.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface ForcePasswordResetDeps extends QueueMailDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly mailRound: MailRound
}

/**
 * Takes a password away that others may know: every session ends, API keys too, and a message to the mailbox lets its owner choose another one.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `address_missing`
 */
export const forcePasswordReset = async (
  deps: ForcePasswordResetDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string; readonly locale: Locale },
): Promise<EndedCount> => {
  const ended = await deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    const address = parseAddress(target.email ?? '')
    if (address === undefined) throw new AuthError('address_missing', { detail: target.id })
    await stores.accounts.removePassword(target.id)
    await stores.links.drop(target.id, 'password_reset')
    await stores.links.drop(target.id, 'email_change')
    const count = await stores.sessions.endAllOf(target.id, null, 'revoked', deps.clock.now())
    const intent = { kind: 'password_reset' } as const
    const { locale } = request
    await queueMail(deps, stores.outbox, { to: address.email, userId: target.id, locale, intent })
    await noteAct(deps, stores, by, {
      action: 'password.reset_asked',
      userId: target.id,
      reason: request.reason,
    })
    return count
  })
  deps.mailRound.soon()
  return { ended }
}
