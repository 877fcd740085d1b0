import { CSRF_HEADER } from '@latchkey/contract'
import type { BrowserSettings } from '../../model/topology.js'

/** How long a browser may remember what it was allowed, in seconds. Chromium keeps it for two hours at most. */
const PREFLIGHT_MAX_AGE = 7_200
const METHODS = 'GET, POST, PATCH, DELETE'

/**
 * Lets pages of the application's own origins read an answer of the browser door, cookies included (Fetch §3.2.5): each named
 * exactly, nobody else ever. Where pages share our origin nothing is added.
 */
export const allowOrigin = (
  { crossOrigin, allowedOrigins }: BrowserSettings,
  request: Request,
  response: Response,
): Response => {
  if (!crossOrigin) return response
  response.headers.append('vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin === null || !allowedOrigins.includes(origin)) return response
  response.headers.set('access-control-allow-origin', origin)
  response.headers.set('access-control-allow-credentials', 'true')
  response.headers.set('access-control-expose-headers', 'Retry-After')
  return response
}

/** Answers a browser that asks before a request (Fetch §3.2.2). Whoever is not allowed gets an answer that allows nothing. */
export const answerPreflight = (settings: BrowserSettings, request: Request): Response => {
  const response = new Response(null, { status: 204 })
  if (settings.crossOrigin) {
    response.headers.set('access-control-allow-methods', METHODS)
    response.headers.set('access-control-allow-headers', `content-type, ${CSRF_HEADER}`)
    response.headers.set('access-control-max-age', String(PREFLIGHT_MAX_AGE))
  }
  return allowOrigin(settings, request, response)
}
