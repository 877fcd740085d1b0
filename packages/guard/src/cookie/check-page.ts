import { AuthError, CSRF_HEADER } from '@latchkey/contract'
import type { PresentedRequest } from '../request/presented.js'
import { checkSource, type RequestOrigin } from './check-source.js'

/** Methods by which nothing changes (RFC 9110 §9.2.1). */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Whether the page that makes this request may: a browser sends its cookie along whichever page asks. A request that changes something must
 * come from a page of ours and show the CSRF token; one that upgrades the connection must come from a page of ours; one that reads may come from
 * anywhere, such as a link in a mail, but not from a page that says it is another's.
 *
 * @returns the CSRF token to be compared with that of the session; undefined where none is needed
 * @throws AuthError `csrf_…`
 */
export function checkPage(
  request: PresentedRequest,
  { origins: allowedOrigins }: { readonly origins: readonly string[] },
): string | undefined {
  const source: RequestOrigin = {
    origin: headerOf(request, 'origin'),
    site: headerOf(request, 'sec-fetch-site'),
  }
  const isReading = READING.has(request.method)
  const isUpgrade = request.upgrade === true || asksForWebSocket(request)
  if (isUpgrade) {
    // Every browser says it here (RFC 6455 §4.1), and there is no header in which a page could show the token.
    if (source.origin === null)
      throw new AuthError('csrf_origin_refused', { detail: 'an upgrade without Origin' })
  } else if (isReading && source.origin === null) return undefined
  checkSource({ allowedOrigins }, source)
  if (isReading || request.upgrade === true) return undefined
  const token = headerOf(request, CSRF_HEADER)
  if (token === null || token === '') throw new AuthError('csrf_token_missing')
  return token
}

/** Several values read as one that is none, as `Headers` joins them. */
const headerOf = (request: PresentedRequest, name: string): string | null => {
  const values = request.values(name)
  return values.length === 0 ? null : values.join(', ')
}

const asksForWebSocket = (request: PresentedRequest): boolean =>
  request.values('upgrade').some((value) => value.toLowerCase().includes('websocket'))
