import type { Principal } from '../principal.js'
import type { Presented } from '../request/presented.js'

/** What the adapters read of a Node request, over HTTP/1.1, HTTP/2 or injected. */
interface NodeRequest {
  readonly rawHeaders: readonly string[]
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly url?: string | undefined
}

/**
 * What a Node request presents. Read from the raw headers, because Node keeps only the first of several
 * `Authorization` headers in `headers`.
 */
export function presentedBy(request: NodeRequest): Presented {
  const traceparent = request.headers['traceparent']
  return {
    authorization: authorizationValues(request.rawHeaders),
    accessTokenInQuery: hasAccessToken(request.url ?? ''),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
  }
}

const NAME = 'authorization'

function authorizationValues(rawHeaders: readonly string[]): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    const value = rawHeaders[index + 1]
    if (name?.length === NAME.length && name.toLowerCase() === NAME && value !== undefined) values.push(value)
  }
  return values
}

function hasAccessToken(url: string): boolean {
  const query = url.indexOf('?')
  return query >= 0 && new URLSearchParams(url.slice(query + 1)).has('access_token')
}

/**
 * The principal of a request that passed a guard in required mode.
 *
 * @throws TypeError when it did not pass one: the route was left unprotected, which is a bug and not the caller's fault
 */
export function principalOf(request: { readonly principal?: Principal | undefined }): Principal {
  if (request.principal === undefined) {
    throw new TypeError('principalOf: no principal. Protect this route, in required mode')
  }
  return request.principal
}
