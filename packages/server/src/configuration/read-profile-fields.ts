import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { ProfileField } from '../model/profile-field.js'

/** More than fit on a page that somebody reads. */
const MOST_FIELDS = 20
const NAME = /^[A-Za-z][A-Za-z0-9_-]{0,59}$/

/**
 * The lines of text that a profile schema asks for, in its order. Only libraries that follow Standard JSON Schema say what their
 * fields are; of others, and of fields that are no plain text, nothing is known here.
 */
export const readProfileFields = (schema: StandardSchemaV1 | undefined): readonly ProfileField[] => {
  const described = schema === undefined ? undefined : describe(schema)
  if (!isObject(described) || !isObject(described['properties'])) return []
  const required = Array.isArray(described['required']) ? described['required'] : []
  return Object.entries(described['properties'])
    .filter(([name, field]) => NAME.test(name) && isLineOfText(field))
    .slice(0, MOST_FIELDS)
    .map(([name, field]) =>
      toField(name, field as Readonly<Record<string, unknown>>, required.includes(name)),
    )
}

/** Standard JSON Schema: `schema['~standard'].jsonSchema.input({ target })`. It throws for what JSON Schema cannot say. */
const describe = (schema: StandardSchemaV1): unknown => {
  const { jsonSchema } = schema['~standard'] as { readonly jsonSchema?: unknown }
  if (!isObject(jsonSchema) || typeof jsonSchema['input'] !== 'function') return undefined
  try {
    return jsonSchema['input']({ target: 'draft-2020-12' })
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isLineOfText = (field: unknown): boolean =>
  isObject(field) && field['type'] === 'string' && field['enum'] === undefined && field['const'] === undefined

const toField = (
  name: string,
  field: Readonly<Record<string, unknown>>,
  required: boolean,
): ProfileField => ({
  name,
  label: typeof field['title'] === 'string' ? field['title'] : toLabel(name),
  required,
  maxLength: typeof field['maxLength'] === 'number' ? field['maxLength'] : undefined,
})

/** `jobTitle` → `Job title`. */
const toLabel = (name: string): string => {
  const words = name
    .replaceAll(/[_-]+|(?<=[a-z0-9])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
