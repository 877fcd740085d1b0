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
  readonly status: (typeof statuses)[keyof typeof statuses]
  readonly body: { readonly error: string; readonly error_description: string }

  constructor(error: keyof typeof statuses, sentence: string) {
    super(sentence)
    this.status = statuses[error]
    this.body = { error, error_description: sentence }
  }
}

/** Larger than any todo. */
export const MAX_BODY_BYTES = 8 * 1024

/** What frameworks say by a status alone, in words. */
const inWords = new Map([
  [400, () => new Refusal('invalid_input', 'The body is not valid JSON, or the address is not a valid one.')],
  [413, () => new Refusal('body_too_large', `Send at most ${MAX_BODY_BYTES} bytes.`)],
  [415, () => new Refusal('unsupported_content_type', 'Send the body as application/json.')],
])

/** Whatever went wrong → the answer. What is nobody's refusal is a fault of ours: it is logged, and the caller learns nothing of it. */
export function refusalFor(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  // Express and Fastify write the status there when a body or an address cannot be read.
  const words = inWords.get(Number(Reflect.get(Object(error), 'statusCode')))
  if (words !== undefined) return words()
  console.error(error)
  return new Refusal('internal_error', 'Something went wrong on our side.')
}

export const nothingHere = (): Refusal => new Refusal('not_found', 'There is nothing at this address.')
