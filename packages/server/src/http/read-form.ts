import { parse } from 'node:querystring'
import { AuthError } from '@latchkey/contract'

/** The parameters of a form, each once and not empty. */
export type Form = Readonly<Record<string, string>>

/** Large enough for any token we accept, small enough to be read by anybody who asks. */
const MAX_BODY_BYTES = 32 * 1024
const FORM_TYPE = 'application/x-www-form-urlencoded'

/**
 * Reads the body of a POST as OAuth wants it (RFC 6749 §3.2, appendix B).
 *
 * @throws AuthError `unsupported_content_type`, `body_too_large`, `repeated_parameter`
 */
export const readForm = async (request: Request): Promise<Form> => {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (type.trim().toLowerCase() !== FORM_TYPE) throw new AuthError('unsupported_content_type')
  return parseForm(await readBody(request).catch(refuseBrokenBody))
}

/** Who hangs up before the body is whole, or announces another length, made a bad request; it is no bug of ours. */
const refuseBrokenBody = (error: unknown): never => {
  if (error instanceof AuthError) throw error
  throw new AuthError('malformed_request', { detail: 'the body could not be read', cause: error })
}

const parseForm = (body: string): Form => {
  // Twice as fast as URLSearchParams, and it says what was repeated. The size of the body bounds the number of keys.
  const parsed = parse(body, '&', '=', { maxKeys: 0 })
  const form: Record<string, string> = Object.create(null)
  for (const name in parsed) {
    const value = parsed[name]
    // Parameters sent without a value are treated as if they were omitted (RFC 6749 §3.2).
    if (value === undefined || value === '') continue
    if (typeof value !== 'string') throw new AuthError('repeated_parameter')
    form[name] = value
  }
  return form
}

const readBody = async (request: Request): Promise<string> => {
  const length = request.headers.get('content-length')
  if (length === null) return readBounded(request)
  if (Number(length) > MAX_BODY_BYTES) throw new AuthError('body_too_large')
  const body = await request.text()
  // Over HTTP the length is what it says; a host that builds its own requests may have another opinion.
  if (body.length > MAX_BODY_BYTES) throw new AuthError('body_too_large')
  return body
}

/** A body whose length was not announced is counted as it comes. */
const readBounded = async (request: Request): Promise<string> => {
  if (request.body === null) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > MAX_BODY_BYTES) throw new AuthError('body_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
