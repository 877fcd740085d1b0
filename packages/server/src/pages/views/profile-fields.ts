import type { Frame } from '../frame.js'
import type { Field } from './form.js'

/** As long a name as is kept. */
const LONGEST_NAME = 200

/** What people say about themselves, as lines of a form: `profile.company`. */
export const profileFieldsOf = (
  { site }: Frame,
  values: Readonly<Record<string, string | undefined>>,
  only: 'all' | 'required' = 'all',
): readonly Field[] =>
  site.profileFields
    .filter(({ required }) => only === 'all' || required)
    .map(({ name, label, required, maxLength }) => ({
      name: `profile.${name}`,
      label,
      value: values[`profile.${name}`],
      autocomplete: 'on',
      optional: !required,
      maxLength,
    }))

export const nameField = ({ words }: Frame, value: string | undefined): Field => ({
  name: 'name',
  label: words.fields.name,
  value,
  autocomplete: 'name',
  optional: true,
  maxLength: LONGEST_NAME,
})
