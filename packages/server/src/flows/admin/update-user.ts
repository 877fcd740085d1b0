import { type AdminUser, AuthError, type UpdateUserRequest } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { SECOND } from '../../model/time.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Clock } from '../../ports/clock.js'
import type { ProfileSchema } from '../../ports/profile-schema.js'
import type { Transactions } from '../../ports/storage.js'
import { applyPatch, checkPicture } from '../steps/apply-patch.js'
import { describeUser } from './steps/describe-user.js'
import { holdTarget, readTargetId } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface UpdateUserDeps {
  readonly accounts: Pick<Accounts, 'findById'>
  readonly storage: Transactions
  readonly profileSchema: ProfileSchema
  readonly roles: Roles
  readonly clock: Clock
}

/** Each round ends or sees what another request has just written. */
const MAX_ROUNDS = 50

/**
 * Changes what is kept of somebody, by the project's own schema.
 *
 * @throws AuthError `target_unknown`, `account_holds_more`, `profile_invalid`, `overloaded`; nothing is changed then
 */
export const updateUser = async (
  deps: UpdateUserDeps,
  by: Operator,
  { id: text, patch }: { readonly id: string; readonly patch: UpdateUserRequest },
): Promise<AdminUser> => {
  checkPicture(patch)
  const id = readTargetId(text)
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const read = await deps.accounts.findById(id)
    if (read === undefined) throw new AuthError('target_unknown', { detail: id })
    // A schema may take its time, so it is asked before anybody is held.
    const details = await applyPatch(deps, read, patch)
    const changed = await deps.storage.transaction(async (stores) => {
      const { target } = await holdTarget(deps, stores, { by, id })
      if (target.updatedAt !== read.updatedAt) return undefined
      await stores.accounts.replaceDetails(id, read.updatedAt, details, deps.clock.now())
      // Which fields, not what they hold: a history outlives what people ask to have deleted.
      const fields = [
        ...Object.keys(patch),
        ...Object.keys(patch.profile ?? {}).map((name) => `profile.${name}`),
      ]
      await noteAct(deps, stores, by, { action: 'user.updated', userId: id, detail: { fields } })
      return stores.accounts.findById(id)
    })
    if (changed !== undefined) return describeUser(changed)
  }
  throw new AuthError('overloaded', { retryAfter: SECOND, detail: `${id} changes all the time` })
}
