import { AuthError } from '@latchkey/contract'
import type { CurrentSession } from '../../flows/steps/current-of.js'
import { type ReadBrowserSessionDeps, readBrowserSession } from '../../flows/steps/read-browser-session.js'
import { chooseLocale, type Locale } from '../../model/locale.js'
import type { BrowserSettings } from '../../model/topology.js'
import { callerOf } from '../caller-of.js'
import { clientNetwork, type RequestSource } from '../client-network.js'
import { checkCsrfToken } from './check-csrf-token.js'
import { checkSource } from './check-source.js'
import type { BrowserCookies, CookieWriter } from './cookies.js'

/** What every endpoint of the browser door stands on. */
export interface BrowserDoorDeps extends ReadBrowserSessionDeps {
  readonly browser: BrowserSettings
  readonly cookies: CookieWriter
  readonly trustedProxies: number
}

/** A request of a page, read and found to be one that the page may make. */
export interface BrowserCall {
  readonly request: Request
  readonly cookies: BrowserCookies
  /** Who is signed in in this browser. */
  readonly current: CurrentSession | undefined
  readonly network: string | undefined
  readonly locale: Locale
  readonly userAgent: string | undefined
}

/** A call of somebody who is signed in. */
export interface SignedInCall extends BrowserCall {
  readonly current: CurrentSession
}

const LONGEST_USER_AGENT = 256

/**
 * Opens a request of a page: who may make it, who is signed in, and for everything but reading whether the page could read
 * what we told it.
 *
 * @throws AuthError `csrf_…`
 */
export const openBrowserCall = async (
  deps: BrowserDoorDeps,
  request: Request,
  source: RequestSource,
): Promise<BrowserCall> => {
  checkSource(deps.browser, request)
  const cookies = deps.cookies.read(request.headers.get('cookie'))
  const reads = isReading(request)
  if (!reads) checkCsrfToken(deps.secrets, request, cookies)
  const current = await readBrowserSession(deps, cookies.session, reads ? 'memory' : 'database')
  return withCaller(readCaller(deps, request, source), { cookies, current })
}

/** Places where a browser shows a document by itself, not within a page of somebody's (Fetch Metadata §2.2). */
const WHOLE_WINDOW: readonly (string | null)[] = [null, 'document']

/**
 * Opens a request by which a browser goes somewhere: from a page of ours to a provider, or from the provider back. Providers are
 * other sites, so the source says nothing here; what such a request may do hangs on cookies that only this browser has.
 *
 * @throws AuthError `csrf_site_refused` for what a page makes the browser fetch or frame
 */
export const openNavigation = async (
  deps: BrowserDoorDeps,
  request: Request,
  source: RequestSource,
): Promise<BrowserCall> => {
  if (!WHOLE_WINDOW.includes(request.headers.get('sec-fetch-dest')))
    throw new AuthError('csrf_site_refused', { detail: 'Sec-Fetch-Dest is no document' })
  const cookies = deps.cookies.read(request.headers.get('cookie'))
  const current = await readBrowserSession(deps, cookies.session, 'database')
  return withCaller(readCaller(deps, request, source), { cookies, current })
}

const withCaller = (
  from: Omit<BrowserCall, 'cookies' | 'current'>,
  { cookies, current }: Pick<BrowserCall, 'cookies' | 'current'>,
): BrowserCall => {
  return { ...from, cookies, current: current && { ...current, caller: callerOf(from) } }
}

const isReading = ({ method }: Request): boolean => method === 'GET' || method === 'HEAD'

const readCaller = (
  deps: Pick<BrowserDoorDeps, 'trustedProxies'>,
  request: Request,
  source: RequestSource,
): Omit<BrowserCall, 'cookies' | 'current'> => ({
  request,
  network: clientNetwork(request, source, deps.trustedProxies),
  locale: chooseLocale(request.headers.get('accept-language') ?? undefined),
  userAgent: readUserAgent(request),
})

/**
 * Somebody who acts as somebody else looks, and changes nothing about the account: so no endpoint has to think of what would lock in access.
 *
 * @throws AuthError `not_signed_in`, `not_while_impersonating`
 */
export const requireSignedIn = (call: BrowserCall): SignedInCall => {
  const { current } = call
  if (current === undefined) throw new AuthError('not_signed_in')
  return isReading(call.request) ? { ...call, current } : requireThemselves(call)
}

/** For what nobody does in the name of somebody else. @throws AuthError `not_signed_in`, `not_while_impersonating` */
export const requireThemselves = (call: BrowserCall): SignedInCall => {
  const { current } = call
  if (current === undefined) throw new AuthError('not_signed_in')
  if (current.session.actor !== null)
    throw new AuthError('not_while_impersonating', { detail: current.session.id })
  return { ...call, current }
}

// Control characters have no place in it, and PostgreSQL refuses one of them.
export const readUserAgent = (request: Request): string | undefined =>
  request.headers
    .get('user-agent')
    ?.replaceAll(/\p{Cc}/gu, '')
    .slice(0, LONGEST_USER_AGENT) || undefined
