import { html } from 'hono/html'
import type { Html } from './html.js'
import type { Schema } from './read-document.js'

/** How many of the values a text may be are shown at once. */
const SHOWN_VALUES = 12
/** Deeper than any schema of ours; one that holds itself would have no end. */
const DEEPEST = 6

/** What a value may be, for people: its members, each with its type and what it must keep to. */
export const showSchema = (schema: Schema, depth = 0): Html => {
  if (depth > DEEPEST) return html`…`
  const variants = schema.oneOf ?? schema.anyOf
  if (variants !== undefined && !variants.every(isPlain))
    return html`<p class="or">One of these:</p>${variants.map((variant) => html`<div class="variant">${showSchema(variant, depth + 1)}</div>`)}`
  if (schema.items !== undefined && !isPlain(schema.items))
    return html`<p class="or">A list; each one:</p>${showSchema(schema.items, depth + 1)}`
  const members = Object.entries(schema.properties ?? {})
  if (members.length === 0) return html`<p class="type">${sayType(schema)}</p>`
  return html`<ul class="members">${members.map(([name, member]) =>
    showMember({ name, member, isRequired: schema.required?.includes(name) ?? false, depth }),
  )}</ul>`
}

const showMember = ({
  name,
  member,
  isRequired,
  depth,
}: {
  readonly name: string
  readonly member: Schema
  readonly isRequired: boolean
  readonly depth: number
}): Html => html`<li><code>${name}</code> <span class="type">${sayType(member)}</span>${!isRequired && html` <span class="optional">optional</span>`}
${member.description !== undefined && html`<p>${member.description}</p>`}${!isPlain(member) && showSchema(member, depth + 1)}</li>`

/** Whether a few words say all of it. */
const isPlain = (schema: Schema): boolean => {
  const inside = schema.oneOf ?? schema.anyOf
  if (inside !== undefined) return inside.every(isPlain)
  if (schema.items !== undefined) return isPlain(schema.items)
  return schema.properties === undefined
}

/** `string, at most 200 characters` */
export const sayType = (schema: Schema): string => {
  const variants = schema.oneOf ?? schema.anyOf
  if (variants !== undefined) return variants.every(isPlain) ? variants.map(sayType).join(' or ') : 'object'
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return sayValues(schema.enum)
  if (schema.items !== undefined)
    return `list of ${isPlain(schema.items) ? sayType(schema.items) : 'objects'}${sayLimits(schema)}`
  return `${sayName(schema)}${sayLimits(schema)}`
}

const sayName = ({ type, format, additionalProperties }: Schema): string => {
  if (format !== undefined) return FORMATS[format] ?? format
  if (typeof type === 'object') return type.join(' or ')
  if (type !== 'object') return type ?? 'anything'
  return typeof additionalProperties === 'object' ? `object of ${sayType(additionalProperties)}` : 'object'
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': 'moment (RFC 3339)',
  uri: 'address (URI)',
  email: 'email address',
}

const sayValues = (values: readonly unknown[]): string => {
  const shown = values.slice(0, SHOWN_VALUES).map((value) => JSON.stringify(value))
  const rest = values.length - shown.length
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(' or ')
}

/** Whole numbers of JavaScript: no limit anybody set. */
const isSafeLimit = (limit: number): boolean => Math.abs(limit) === Number.MAX_SAFE_INTEGER

const sayLimits = (schema: Schema): string => {
  const { minLength, maxLength, minItems, maxItems, minimum, maximum } = schema
  const limits = [
    maxLength !== undefined && `at most ${maxLength} characters`,
    minLength !== undefined && `at least ${minLength} characters`,
    maxItems !== undefined && `at most ${maxItems}`,
    minItems !== undefined && `at least ${minItems}`,
    minimum !== undefined && !isSafeLimit(minimum) && `from ${minimum}`,
    maximum !== undefined && !isSafeLimit(maximum) && `to ${maximum}`,
  ].filter((limit) => limit !== false)
  return limits.length === 0 ? '' : `, ${limits.join(', ')}`
}
