import { type AdminUser, AuthError, type ConfirmAddressRequest } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { describeUser } from './steps/describe-user.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface ConfirmUserAddressDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * An operator vouches for somebody's mailbox, or takes that back: the address is then something the person said, and signs nobody in.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `address_missing`, `address_taken`
 */
export const confirmUserAddress = (
  deps: ConfirmUserAddressDeps,
  by: Operator,
  request: ConfirmAddressRequest & { readonly id: string },
): Promise<AdminUser> =>
  deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    const address = parseAddress(target.email ?? '')
    if (address === undefined) throw new AuthError('address_missing', { detail: target.id })
    if (request.confirmed === (target.emailVerifiedAt !== null)) return describeUser(target)
    const now = deps.clock.now()
    if (!request.confirmed) await stores.accounts.unconfirmAddress(target.id, now)
    else if ((await stores.accounts.changeAddress(target.id, address, now)) === 'taken')
      throw new AuthError('address_taken', { detail: target.id })
    // What was sent to the mailbox before proves nothing about what the operator has said now.
    await stores.links.drop(target.id, 'password_reset')
    await stores.links.drop(target.id, 'email_change')
    await noteAct(deps, stores, by, {
      action: 'email.confirmed',
      userId: target.id,
      reason: request.reason,
      detail: { confirmed: request.confirmed },
    })
    return describeUser((await stores.accounts.findById(target.id)) ?? target)
  })
