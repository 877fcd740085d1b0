import type { Presented, PresentedRequest } from '../request/presented.js'
import { hasAccessToken } from './access-token-in-query.js'

/** RFC 9110 §7.2: a host, and perhaps a port. */
const HOST = /^[a-z0-9._-]+(?::\d+)?$|^\[[0-9a-f:.]+\](?::\d+)?$/i

/** What the adapters read of a Node request, over HTTP/1.1, HTTP/2 or injected. */
export interface NodeRequest {
  readonly rawHeaders: readonly string[]
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** Express keeps here what its routers take away from `url`. */
  readonly originalUrl?: string | undefined
  readonly socket?: unknown
  /** The request itself, where this is made of parts of it. */
  readonly source?: object
}

/**
 * What a Node request presents. Read from the raw headers, because Node keeps only the first of several
 * `Authorization` headers in `headers`.
 */
export function presentedBy(request: NodeRequest): Presented {
  const traceparent = request.headers['traceparent']
  return {
    authorization: valuesOf(request.rawHeaders, 'authorization'),
    accessTokenInQuery: hasAccessToken(request.url ?? ''),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
    request: new PresentedByNode(request),
  }
}

class PresentedByNode implements PresentedRequest {
  readonly #request: NodeRequest

  constructor(request: NodeRequest) {
    this.#request = request
  }

  get method(): string {
    return this.#request.method ?? 'GET'
  }

  /**
   * By the connection and its `Host`: whoever stands behind a proxy tells the guard its own address. Undefined for a `Host` that is none, such as
   * one that goes on with a path, of which the router would know nothing.
   */
  get url(): string | undefined {
    const { headers, socket, originalUrl, url = '/' } = this.#request
    const host = headers[':authority'] ?? headers['host']
    if (typeof host !== 'string' || !HOST.test(host)) return undefined
    const scheme = Reflect.get(Object(socket), 'encrypted') === true ? 'https' : 'http'
    return `${scheme}://${host}${originalUrl ?? url}`
  }

  get source(): object {
    return this.#request.source ?? this.#request
  }

  get upgrade(): boolean {
    return this.#request.headers['upgrade'] !== undefined
  }

  values(name: string): readonly string[] {
    return valuesOf(this.#request.rawHeaders, name)
  }
}

export function valuesOf(rawHeaders: readonly string[], wanted: string): string[] {
  const values: string[] = []
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]
    const value = rawHeaders[index + 1]
    if (name?.length === wanted.length && name.toLowerCase() === wanted && value !== undefined)
      values.push(value)
  }
  return values
}
