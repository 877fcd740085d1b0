import { AuthError, type ProfileFields } from '@latchkey/contract'
import { toDisplayName } from '../model/display-name.js'
import { isPictureAddress } from '../model/picture-address.js'
import { SECOND } from '../model/time.js'
import type { User } from '../model/user.js'
import type { AccountDetails, Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import type { Transactions } from '../ports/storage.js'
import { checkProfile } from './steps/check-profile.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'

export interface UpdateAccountDeps {
  readonly accounts: Pick<Accounts, 'findById'>
  readonly storage: Transactions
  readonly profileSchema: ProfileSchema
  readonly clock: Clock
}

/** What is there is changed; null takes away; `profile` is merged field by field, null taking a field away. */
export interface AccountPatch {
  readonly name?: string | null | undefined
  readonly picture?: string | null | undefined
  readonly profile?: ProfileFields | undefined
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
      return outcome === 'replaced' ? stores.accounts.findById(user.id) : undefined
    })
    if (changed !== undefined) return changed
  }
  throw new AuthError('overloaded', { retryAfter: SECOND, detail: `${current.user.id} changes all the time` })
}

const applyPatch = async (
  { profileSchema }: UpdateAccountDeps,
  user: User,
  { name, picture, profile }: AccountPatch,
): Promise<AccountDetails> => ({
  name: name === undefined ? user.name : toDisplayName(name ?? ''),
  picture: picture === undefined ? user.picture : picture,
  profile:
    profile === undefined
      ? user.profile
      : await checkProfile(profileSchema, mergeFields(user.profile, profile)),
})

const checkPicture = ({ picture }: AccountPatch): void => {
  if (picture == null || isPictureAddress(picture)) return
  const issue = { parameter: 'picture', message: 'This is not the address of a picture on the web.' }
  throw new AuthError('profile_invalid', { parameter: 'picture', issues: [issue] })
}

const mergeFields = (kept: ProfileFields, changes: ProfileFields): ProfileFields =>
  Object.fromEntries(Object.entries({ ...kept, ...changes }).filter(([, value]) => value !== null))
