/** A refusal as a former backend words it: thrown by an endpoint of such a door, and answered as it stands. */
export class WireRefusal extends Error {
  override readonly name = 'WireRefusal'
  readonly status: number
  readonly body: unknown
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
    this.headers = headers
  }
}

/** Django REST framework's shape for everything that is about the whole request. */
export const detail = (
  status: number,
  text: string,
  headers?: Readonly<Record<string, string>>,
): WireRefusal => new WireRefusal(status, { detail: text }, headers)

/** Django REST framework's shape for what is about one field. */
export const fieldError = (field: string, ...messages: readonly string[]): WireRefusal =>
  new WireRefusal(400, { [field]: messages })

/** … and for what is about several fields together. */
export const nonFieldError = (message: string): WireRefusal => fieldError('non_field_errors', message)
