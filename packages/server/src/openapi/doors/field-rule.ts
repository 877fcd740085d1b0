import { z } from 'zod'
import type { Body } from '../operation.js'

/** What a serializer of Django REST framework says about one field of text. */
export interface FieldRule {
  /** Default: it may be left out. */
  readonly required?: true
  /** Default: an empty text is refused. */
  readonly mayBeBlank?: true
  /** Whether null is nothing. Default: it is refused. */
  readonly mayBeNull?: true
  /** Whether blanks around it are part of it: those of a password are. */
  readonly keepsBlanks?: true
}

export type FieldRules = Readonly<Record<string, FieldRule>>

/** The rules by which a body is read → the body as it is documented. Other fields are passed over, and numbers are read as text. */
export const bodyOf = (title: string, rules: FieldRules): Body => ({
  schema: z
    .looseObject(Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, schemaOf(rule)])))
    .meta({ title }),
  otherTypes: ['application/x-www-form-urlencoded', 'multipart/form-data'],
})

const schemaOf = ({ required, mayBeBlank, mayBeNull }: FieldRule): z.ZodType => {
  const text = mayBeBlank === true ? z.string() : z.string().min(1)
  const value = mayBeNull === true ? text.nullable() : text
  return required === true ? value : value.optional()
}
