import { isOpenToOthers } from '../model/is-open-to-others.js'
import { SECOND } from '../model/time.js'
import { fetchPublic } from './fetch-public.js'
import { readBounded } from './read-bounded.js'

const TIMEOUT = 5 * SECOND
const MAX_BYTES = 256 * 1024
/** Some APIs refuse who does not say who they are. */
const USER_AGENT = 'latchkey'

/** An answer that was read whole. */
export interface BoundedAnswer {
  readonly status: number
  readonly text: string
}

/** Where and how much. */
export interface FetchBounds {
  readonly maxBytes?: number
  readonly onlyPublic?: boolean
}

/**
 * One request to a provider: over TLS or to this machine, without following redirects, bounded in time and size.
 *
 * @param bounds `onlyPublic`: in no private network either, whatever the name leads to
 * @throws Error that names no more of the address than its host and path: secrets stand in queries
 */
export const fetchBounded = async (
  url: URL,
  request: RequestInit,
  { maxBytes = MAX_BYTES, onlyPublic = false }: FetchBounds = {},
): Promise<BoundedAnswer> => {
  const place = url.host + url.pathname
  if (!/^https?:$/.test(url.protocol) || isOpenToOthers(url.href)) throw new Error(`${place} is not https`)
  const headers = new Headers(request.headers)
  if (!headers.has('accept')) headers.set('accept', 'application/json')
  headers.set('user-agent', USER_AGENT)
  try {
    const response = await (onlyPublic ? fetchPublic : fetch)(url, {
      ...request,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    })
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel()
      throw new Error('it redirects')
    }
    return { status: response.status, text: await readBounded(response, maxBytes) }
  } catch (cause) {
    throw new Error(`${place}: ${reasonOf(cause)}`, { cause })
  }
}

const reasonOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.cause instanceof Error ? `${thrown.message} (${thrown.cause.message})` : thrown.message
}
