import type { ProfileField } from '../../model/profile-field.js'
import type { Form } from '../read-form.js'

/** The fields of the profile that were filled in. */
export const typedProfile = (fields: readonly ProfileField[], form: Form): Record<string, string> =>
  Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = form[`profile.${name}`]
      return value === undefined ? [] : [[name, value]]
    }),
  )
