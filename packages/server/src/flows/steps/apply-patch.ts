import { AuthError, type ProfileFields } from '@latchkey/contract'
import { toDisplayName } from '../../model/display-name.js'
import { isPictureAddress } from '../../model/picture-address.js'
import type { User } from '../../model/user.js'
import type { AccountDetails } from '../../ports/accounts.js'
import type { ProfileSchema } from '../../ports/profile-schema.js'
import { checkProfile } from './check-profile.js'

/** What is there is changed; null takes away; `profile` is merged field by field, null taking a field away. */
export interface AccountPatch {
  readonly name?: string | null | undefined
  readonly picture?: string | null | undefined
  readonly profile?: ProfileFields | undefined
}

/** What is kept of a user, with what is to be changed. @throws AuthError `profile_invalid`, naming every field at fault */
export const applyPatch = async (
  { profileSchema }: { readonly profileSchema: ProfileSchema },
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

/** @throws AuthError `profile_invalid` */
export const checkPicture = ({ picture }: AccountPatch): void => {
  if (picture == null || isPictureAddress(picture)) return
  const issue = { parameter: 'picture', message: 'This is not the address of a picture on the web.' }
  throw new AuthError('profile_invalid', { parameter: 'picture', issues: [issue] })
}

const mergeFields = (kept: ProfileFields, changes: ProfileFields): ProfileFields =>
  Object.fromEntries(Object.entries({ ...kept, ...changes }).filter(([, value]) => value !== null))
