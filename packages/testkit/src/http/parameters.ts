import { OAuthRefusal } from '../oauth-refusal.js'

/** The parameters of a request. Names that were sent more than once are kept apart, and have no value. */
export interface Parameters {
  get(name: string): string | undefined
  readonly repeated: ReadonlySet<string>
}

/** Reads parameters once. One sent without a value counts as not sent (RFC 6749 §3.1). */
export const readParameters = (search: URLSearchParams): Parameters => {
  const repeated = new Set([...search.keys()].filter((name) => search.getAll(name).length > 1))
  return {
    repeated,
    get: (name) => (repeated.has(name) ? undefined : search.get(name) || undefined),
  }
}

/**
 * Reads the parameters of a form post.
 *
 * @throws OAuthRefusal when the body is not a form
 */
export const readForm = async (request: Request): Promise<Parameters> => {
  const [mediaType = ''] = (request.headers.get('content-type') ?? '').split(';')
  if (mediaType.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new OAuthRefusal('invalid_request', 'Send the body as application/x-www-form-urlencoded.')
  }
  return readParameters(new URLSearchParams(await request.text()))
}

/**
 * Reads the parameters of a form post to an endpoint where each may be sent once (RFC 6749 §3.2).
 *
 * @throws OAuthRefusal when one was repeated
 */
export const readFormOnce = async (request: Request): Promise<Parameters> => {
  const form = await readForm(request)
  if (form.repeated.size > 0) throw new OAuthRefusal('invalid_request', 'Send each parameter once.')
  return form
}
