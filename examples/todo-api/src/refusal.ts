import type { z } from 'zod'

const statuses = {
  invalid_input: 400,
  not_found: 404,
  body_too_large: 413,
  unsupported_content_type: 415,
  internal_error: 500,
} as const

/** The caller sent something this API does not accept. Has the shape the guard's own refusals have. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: keyof typeof statuses

  constructor(code: keyof typeof statuses, sentence: string) {
    super(sentence)
    this.code = code
  }

  toResponse(): Response {
    return Response.json(
      { error: this.code, error_description: this.message },
      { status: statuses[this.code] },
    )
  }
}

/** Takes `value` if it fits `schema`; refuses with one sentence that names every field that does not. */
export function accept<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const outcome = schema.safeParse(value)
  if (outcome.success) return outcome.data
  const reasons = outcome.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`)
  throw new Refusal('invalid_input', reasons.join('; '))
}
