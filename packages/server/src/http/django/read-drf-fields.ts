import { parse } from 'node:querystring'
import type { FieldRule, FieldRules } from '../../openapi/doors/field-rule.js'
import { mediaType, readBody } from '../read-body.js'
import { detail, nonFieldError, WireRefusal } from './wire-refusal.js'

type Fields<Given extends FieldRules> = {
  readonly [Name in keyof Given]: Given[Name] extends { readonly required: true }
    ? string
    : string | undefined
}

/**
 * The body of a request, in any of the three forms Django REST framework reads, → its fields. Those nobody asked for are passed
 * over, as it does.
 *
 * @throws WireRefusal naming every field that is wrong
 * @throws AuthError `body_too_large`
 */
export const readDrfFields = async <const Given extends FieldRules>(
  request: Request,
  rules: Given,
): Promise<Fields<Given>> => {
  const given = await readValues(request)
  const errors: Record<string, readonly string[]> = {}
  const fields: Record<string, string | undefined> = {}
  for (const [name, rule] of Object.entries(rules)) {
    const read = readField(given, name, rule)
    if (read.problem === undefined) fields[name] = read.value
    else errors[name] = [read.problem]
  }
  if (Object.keys(errors).length > 0) throw new WireRefusal(400, errors)
  return fields as Fields<Given>
}

interface ReadField {
  readonly value?: string
  readonly problem?: string
}

const readField = (given: ReadonlyMap<string, unknown>, name: string, rule: FieldRule): ReadField => {
  const value = given.get(name)
  if (!given.has(name)) return rule.required === true ? { problem: 'This field is required.' } : {}
  if (value === null) return rule.mayBeNull === true ? {} : { problem: 'This field may not be null.' }
  // Its text fields take numbers too, but neither truths nor lists.
  if (typeof value !== 'string' && typeof value !== 'number') return { problem: 'Not a valid string.' }
  const text = rule.keepsBlanks === true ? String(value) : String(value).trim()
  if (text === '' && rule.mayBeBlank !== true) return { problem: 'This field may not be blank.' }
  // PostgreSQL keeps none, and Django refuses them.
  if (text.includes('\u0000')) return { problem: 'Null characters are not allowed.' }
  return { value: text }
}

const readValues = async (request: Request): Promise<ReadonlyMap<string, unknown>> => {
  const type = mediaType(request)
  const body = await readBody(request)
  // A POST with nothing in it is one without fields, whatever it says it has.
  if (body === '') return new Map()
  switch (type) {
    case 'application/json':
      return readObject(body)
    case 'application/x-www-form-urlencoded':
      // Of a field that comes several times the last counts, as in Django.
      return new Map(
        Object.entries(parse(body, '&', '=', { maxKeys: 0 })).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.at(-1) : value,
        ]),
      )
    case 'multipart/form-data':
      return readMultipart(body, request.headers.get('content-type') ?? '')
    default:
      throw detail(415, `Unsupported media type "${sayType(request)}" in request.`)
  }
}

const LONGEST_TYPE = 100
const sayType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').slice(0, LONGEST_TYPE)

const readObject = (body: string): ReadonlyMap<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    // What JSON.parse says quotes the body, which may be a password.
    throw detail(400, 'JSON parse error - the body is not JSON')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value))
  throw nonFieldError(`Invalid data. Expected a dictionary, but got ${pythonTypeOf(value)}.`)
}

const pythonTypeOf = (value: unknown): string => {
  if (value === null) return 'NoneType'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return 'str'
}

const readMultipart = async (body: string, type: string): Promise<ReadonlyMap<string, unknown>> => {
  try {
    const form = await new Response(body, { headers: { 'content-type': type } }).formData()
    return new Map([...form.entries()])
  } catch {
    throw detail(400, 'Multipart form parse error - the parts could not be told from each other')
  }
}
