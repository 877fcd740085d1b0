import type { z } from 'zod'
import { Refusal } from './refusal.js'

/** Takes `value` if it fits `schema`; refuses with one sentence that names every field that does not. */
export function accept<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  const reasons = outcome.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`)
  throw new Refusal('invalid_input', reasons.join('; '))
}

/** Takes a JSON body if it fits `schema`. One that was sent as anything else was not read. */
export function acceptBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  if (body === undefined) throw new Refusal('unsupported_content_type', 'Send the body as application/json.')
  return accept(schema, body, 'body')
}

/** Takes the query of an address if it fits `schema`, each parameter once. */
export function acceptQuery<S extends z.ZodType>(schema: S, url: string): z.output<S> {
  // Not by `URL`: a whole address may stand there, and need be none (RFC 9112 §3.2.2).
  const parameters = [...new URLSearchParams(url.split('?').slice(1).join('?'))]
  const query = Object.fromEntries(parameters)
  if (Object.keys(query).length < parameters.length)
    throw new Refusal('invalid_input', 'query: send each parameter once.')
  return accept(schema, query, 'query')
}
