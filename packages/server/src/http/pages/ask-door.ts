import { SECOND } from '../../model/time.js'
import type { Refusal } from '../../pages/refusal.js'
import type { BrowserCall } from '../browser/browser-call.js'
import { type BrowserMethod, type BrowserRoutesDeps, browserRoutes } from '../browser-routes.js'
import { describeRefusal } from '../refuse.js'

/** What a page asks of an endpoint of the browser door, in its name. */
export interface DoorRequest {
  readonly method: BrowserMethod
  /** A path of `browserRoutes`, with `:id` where it has one. */
  readonly route: string
  readonly id?: string
  readonly query?: string
  /** Members that are undefined are left out. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** What an endpoint refused, and how that looks on the wire. */
export interface Refused {
  readonly ok: false
  readonly status: number
  readonly refusal: Refusal
  readonly traceId: string
}

export interface Granted {
  readonly ok: true
  readonly body: unknown
  readonly setCookies: readonly string[]
}

/**
 * Asks an endpoint as a page of the application would, so that hosted pages have no rules of their own. The call was opened
 * already: who may make it, and the CSRF token, have been looked at.
 */
export const askDoor = async (
  deps: BrowserRoutesDeps,
  call: BrowserCall,
  asked: DoorRequest,
): Promise<Granted | Refused> => {
  const endpoint = browserRoutes[asked.route]?.[asked.method]
  if (endpoint === undefined) throw new TypeError(`There is no endpoint ${asked.method} ${asked.route}.`)
  const request = requestFor(deps.browser.home, call.request, asked)
  try {
    const answer = await endpoint(deps, { ...call, request })
    return { ok: true, body: await answer.json(), setCookies: answer.headers.getSetCookie() }
  } catch (error) {
    return refusedBy(deps, request, error)
  }
}

const requestFor = (
  home: string,
  given: Request,
  { method, route, id, query = '', body }: DoorRequest,
): Request => {
  const headers = new Headers(given.headers)
  // Those of the form.
  headers.delete('content-length')
  headers.set('content-type', 'application/json')
  const path = id === undefined ? route : route.replace(':id', encodeURIComponent(id))
  return new Request(`${home}${path}${query}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
}

/** Something thrown → what a page tells of it. */
export const refusedBy = (
  { log }: Pick<BrowserRoutesDeps, 'log'>,
  request: Request,
  thrown: unknown,
): Refused => {
  const { status, headers, body } = describeRefusal(log, request, thrown)
  const { reason, parameter, issues, trace_id: traceId } = body
  const after = headers['retry-after']
  const retryAfter = after === undefined ? undefined : Number(after) * SECOND
  const sentence = reason === 'hook_denied' ? body.error_description : undefined
  return { ok: false, status, refusal: { reason, parameter, issues, retryAfter, sentence }, traceId }
}
