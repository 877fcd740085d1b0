import { type AdminUser, AuthError, type FirstOperatorRequest, OPERATOR_ROLE } from '@latchkey/contract'
import { readFirstOperatorToken } from '../../forms/first-operator-token.js'
import type { Caller } from '../../model/caller.js'
import type { CurrentSession } from '../steps/current-of.js'
import { holdCurrentUser } from '../steps/hold-current-user.js'
import { rolesInCharge } from '../steps/keep-charge.js'
import type { OfferFirstOperatorDeps } from './offer-first-operator.js'
import { describeUser } from './steps/describe-user.js'

/** Somebody who holds the link that the server has printed. */
export interface FirstOperatorWish {
  readonly current: CurrentSession
  readonly caller: Caller
  readonly request: FirstOperatorRequest
}

/**
 * Makes somebody the first operator, who has what only whoever runs the server can have read. Of two who come at once the second finds an operator.
 *
 * @throws AuthError `link_invalid`: it has expired, was used, or somebody else is an operator by now; `not_signed_in`
 */
export const becomeFirstOperator = (
  { storage, roles, secrets, clock }: OfferFirstOperatorDeps,
  { current, caller, request }: FirstOperatorWish,
): Promise<AdminUser> => {
  const token = readFirstOperatorToken(secrets, request.token)
  const now = clock.now()
  if (token === undefined || token.expiresAt <= now)
    throw new AuthError('link_invalid', { detail: 'no link to the first operator, or one that has expired' })
  return storage.transaction(async (stores) => {
    const { accounts, spentProofs, audit } = stores
    await accounts.holdCharge()
    const user = await holdCurrentUser(stores, current)
    if (await accounts.hasOtherHolder(null, rolesInCharge(roles)))
      throw new AuthError('link_invalid', { detail: 'there is an operator' })
    // Whoever takes the role from the last operator by a statement has not made the link new.
    if (!(await spentProofs.consumeOnce(secrets.hash(`first operator ${token.id}`), token.expiresAt)))
      throw new AuthError('link_invalid', { detail: 'the link to the first operator was used' })
    await accounts.setRoles(user.id, [...new Set([...user.roles, OPERATOR_ROLE])], now)
    await audit.note({
      action: 'user.roles_changed',
      actor: { kind: 'user', id: user.id },
      userId: user.id,
      target: null,
      refusal: null,
      caller,
      detail: { given: [OPERATOR_ROLE], taken: [], by: 'the link of the first operator' },
      occurredAt: now,
    })
    return describeUser((await accounts.findById(user.id)) ?? user)
  })
}
