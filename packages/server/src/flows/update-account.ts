import { AuthError } from '@latchkey/contract'
import { SECOND } from '../model/time.js'
import type { User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import type { Transactions } from '../ports/storage.js'
import { type AccountPatch, applyPatch, checkPicture } from './steps/apply-patch.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'

export interface UpdateAccountDeps {
  readonly accounts: Pick<Accounts, 'findById'>
  readonly storage: Transactions
  readonly profileSchema: ProfileSchema
  readonly clock: Clock
}

/** Each round ends or sees what another request has just written: this many changes at once are all made. */
const MAX_ROUNDS = 50

/**
 * Changes what a person says about themselves. Two changes at once are both made.
 *
 * @throws AuthError `profile_invalid`, `not_signed_in` when the session was ended meanwhile, `overloaded`; nothing is changed then
 */
export const updateAccount = async (
  deps: UpdateAccountDeps,
  request: { readonly current: CurrentSession; readonly patch: AccountPatch },
): Promise<User> => {
  const { current, patch } = request
  checkPicture(patch)
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const read = await deps.accounts.findById(current.user.id)
    if (read === undefined) throw new AuthError('not_signed_in', { detail: `${current.user.id} is gone` })
    // A schema may take its time, so it is asked before anybody is held.
    const details = await applyPatch(deps, read, patch)
    const changed = await deps.storage.transaction(async (stores) => {
      const user = await holdCurrentUser(stores, current)
      const { updatedAt } = read
      const outcome = await stores.accounts.replaceDetails(user.id, updatedAt, details, deps.clock.now())
      if (outcome !== 'replaced') return undefined
      await noteOwnAct(deps, stores, {
        action: 'user.updated',
        userId: user.id,
        caller: current.caller,
        by: current.actor,
        detail: { fields: Object.keys(patch) },
      })
      return stores.accounts.findById(user.id)
    })
    if (changed !== undefined) return changed
  }
  throw new AuthError('overloaded', { retryAfter: SECOND, detail: `${current.user.id} changes all the time` })
}
