import { AuthError, type ProfileFields } from '@latchkey/contract'
import { toDisplayName } from '../model/display-name.js'
import type { UserId } from '../model/ids.js'
import { isPictureAddress } from '../model/picture-address.js'
import type { User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import { checkProfile } from './steps/check-profile.js'

export interface UpdateAccountDeps {
  readonly accounts: Pick<Accounts, 'findById' | 'replaceDetails'>
  readonly profileSchema: ProfileSchema
  readonly clock: Clock
}

/** What is there is changed; null takes away; `profile` is merged field by field, null taking a field away. */
export interface AccountPatch {
  readonly name?: string | null | undefined
  readonly picture?: string | null | undefined
  readonly profile?: ProfileFields | undefined
}

/** Each round ends or sees what another request has just written. More than a few means a bug. */
const MAX_ROUNDS = 8

/**
 * Changes what a person says about themselves. Two changes at once are both made.
 *
 * @throws AuthError `profile_invalid`; nothing is changed then
 */
export const updateAccount = async (
  deps: UpdateAccountDeps,
  request: { readonly userId: UserId; readonly patch: AccountPatch },
): Promise<User> => {
  const { userId, patch } = request
  checkPicture(patch)
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const user = await deps.accounts.findById(userId)
    if (user === undefined) break
    const details = {
      name: patch.name === undefined ? user.name : toDisplayName(patch.name ?? ''),
      picture: patch.picture === undefined ? user.picture : patch.picture,
      profile:
        patch.profile === undefined
          ? user.profile
          : await checkProfile(deps.profileSchema, mergeFields(user.profile, patch.profile)),
    }
    const outcome = await deps.accounts.replaceDetails(userId, user.updatedAt, details, deps.clock.now())
    if (outcome === 'unknown') break
    if (outcome === 'replaced') return (await deps.accounts.findById(userId)) ?? user
  }
  throw new AuthError('not_signed_in', { detail: `${userId} is gone, or changes all the time` })
}

const checkPicture = ({ picture }: AccountPatch): void => {
  if (picture == null || isPictureAddress(picture)) return
  const issue = { parameter: 'picture', message: 'This is not the address of a picture on the web.' }
  throw new AuthError('profile_invalid', { parameter: 'picture', issues: [issue] })
}

const mergeFields = (kept: ProfileFields, changes: ProfileFields): ProfileFields =>
  Object.fromEntries(Object.entries({ ...kept, ...changes }).filter(([, value]) => value !== null))
