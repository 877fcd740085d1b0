import { makeFirstOperatorToken } from '../../forms/first-operator-token.js'
import type { Roles } from '../../model/roles.js'
import { HOUR, type Millis } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Transactions } from '../../ports/storage.js'
import { rolesInCharge } from '../steps/keep-charge.js'

export interface OfferFirstOperatorDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly secrets: Secrets
  readonly clock: Clock
}

/** How long whoever starts a server has to open what it prints. */
const OFFERED_FOR: Millis = 1 * HOUR

/**
 * The token that makes its holder the first operator, for who runs the server.
 *
 * @returns undefined where there is an operator who can make others
 */
export const offerFirstOperator = async ({
  storage,
  roles,
  secrets,
  clock,
}: OfferFirstOperatorDeps): Promise<string | undefined> => {
  const isTaken = await storage.transaction(({ accounts }) =>
    accounts.hasOtherHolder(null, rolesInCharge(roles)),
  )
  return isTaken ? undefined : makeFirstOperatorToken(secrets, clock.now() + OFFERED_FOR)
}
