import { AuthError } from '@latchkey/contract'

/** Large enough for any token or form we accept, small enough to be read by anybody who asks. */
const MAX_BODY_BYTES = 32 * 1024

/**
 * The body of a request as text, never more of it than is accepted.
 *
 * @throws AuthError `body_too_large`, `malformed_request` for who hangs up before it is whole
 */
export const readBody = (request: Request): Promise<string> => readWhole(request).catch(refuseBrokenBody)

/** Who hangs up before the body is whole, or announces another length, made a bad request; it is no bug of ours. */
const refuseBrokenBody = (error: unknown): never => {
  if (error instanceof AuthError) throw error
  throw new AuthError('malformed_request', { detail: 'the body could not be read', cause: error })
}

const readWhole = async (request: Request): Promise<string> => {
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

/** The media type of a request, without parameters, in lower case (RFC 9110 §8.3.1). */
export const mediaType = (request: Request): string =>
  (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
