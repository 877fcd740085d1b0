import type { FieldIssue, ProfileFields } from '@latchkey/contract'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { ProfileCheck, ProfileSchema } from '../ports/profile-schema.js'

/** Room for what a person says about themselves, not for files. */
const LONGEST = 8 * 1024

/** The project's own schema, of whatever library follows Standard Schema: zod, Valibot, ArkType … */
export const standardProfileSchema = (schema: StandardSchemaV1): ProfileSchema => ({
  check: async (fields) => {
    const result = await schema['~standard'].validate(fields)
    if (result.issues !== undefined) return { ok: false, issues: result.issues.map(toIssue) }
    return isPlainObject(result.value) ? checkSize(result.value) : { ok: false, issues: [notAnObject] }
  },
})

/** Without a schema there are no fields. */
export const emptyProfileSchema: ProfileSchema = {
  check: async (fields) => {
    const issues = Object.keys(fields).map((name) => ({
      parameter: `profile.${name.slice(0, 100)}`,
      message: 'There is no such field here.',
    }))
    return issues.length === 0 ? { ok: true, profile: {} } : { ok: false, issues }
  },
}

const notAnObject: FieldIssue = { parameter: 'profile', message: 'The details must be named fields.' }

const isPlainObject = (value: unknown): value is ProfileFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is kept is what JSON can say. */
const checkSize = (value: ProfileFields): ProfileCheck => {
  const text = JSON.stringify(value)
  if (text.length > LONGEST) {
    return { ok: false, issues: [{ parameter: 'profile', message: 'These details are too long.' }] }
  }
  // PostgreSQL refuses the null character, and nobody types it. Behind an odd backslash it is one; else it is typed out.
  const profile: ProfileFields = JSON.parse(text.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1'))
  return { ok: true, profile }
}

const toIssue = ({ path = [], message }: StandardSchemaV1.Issue): FieldIssue => ({
  parameter: ['profile', ...path.map((part) => String(typeof part === 'object' ? part.key : part))].join('.'),
  message,
})
