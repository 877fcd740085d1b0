import { AuthError, type ProfileFields } from '@latchkey/contract'
import type { ProfileSchema } from '../../ports/profile-schema.js'

/** Fields → profile, by the project's own schema. @throws AuthError `profile_invalid`, naming every field at fault */
export const checkProfile = async (schema: ProfileSchema, fields: ProfileFields): Promise<ProfileFields> => {
  const check = await schema.check(fields)
  if (check.ok) return check.profile
  throw new AuthError('profile_invalid', { parameter: check.issues[0]?.parameter, issues: check.issues })
}
