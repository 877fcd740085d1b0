import { AuthError } from '@latchkey/contract'
import type { Hono } from 'hono'
import { chooseLocale } from '../model/locale.js'
import { readUserAgent } from './browser/browser-call.js'
import { checkSource } from './browser/check-source.js'
import { clientNetwork, networkOf, type RequestSource } from './client-network.js'
import type { Door, DoorCall, DoorMethod, DoorRoute } from './django/door.js'

/** Mounts a door with each of its addresses in both forms, with the slash at the end and without. */
export const mountDoor = <Environment extends { Bindings: RequestSource }>(
  app: Hono<Environment>,
  door: Door,
  { trustedProxies }: { readonly trustedProxies: number },
): void => {
  const uncounted = new Set(door.frontendServers?.map(networkOf))
  for (const route of door.routes) {
    const withSlash = door.prefix + route.path
    for (const path of new Set([withSlash, withSlash.replace(/\/$/, '')])) {
      app.all(path, async ({ req, env }) => {
        const call = openCall(req.raw, env ?? {}, trustedProxies)
        const network = uncounted.has(call.network) ? undefined : call.network
        const answer = await answerRoute(door, route, { ...call, network })
        if (door.tellsMethods) answer.headers.set('allow', allowedMethods(route.endpoints))
        return allowReading(door, req.raw, answer)
      })
    }
  }
}

const openCall = (request: Request, source: RequestSource, trustedProxies: number): DoorCall => ({
  request,
  network: clientNetwork(request, source, trustedProxies),
  userAgent: readUserAgent(request),
  locale: chooseLocale(request.headers.get('accept-language') ?? undefined),
})

const answerRoute = async (door: Door, route: DoorRoute, call: DoorCall): Promise<Response> => {
  const { request } = call
  const { endpoints, refuse, refuseMethod, writableBy } = { ...door, ...route }
  const allowed = allowedMethods(endpoints)
  if (request.method === 'OPTIONS') return answerOptions(door, request, allowed)
  const endpoint = endpoints[(request.method === 'HEAD' ? 'GET' : request.method) as DoorMethod]
  try {
    // Before anything is read: a browser sends cookies along, and keeps those of the answer, whoever makes it ask.
    if (writableBy !== undefined && !SAFE.includes(request.method))
      checkSource({ allowedOrigins: writableBy }, request)
    return await (endpoint === undefined ? refuseMethod(request, allowed) : endpoint(call))
  } catch (error) {
    return refuse(request, error)
  }
}

/** RFC 9110 §9.2.1. */
const SAFE: readonly string[] = ['GET', 'HEAD']

const allowedMethods = (endpoints: DoorRoute['endpoints']): string => {
  const own = Object.keys(endpoints)
  return [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ')
}

/** How long a browser may remember what it was allowed, in seconds: a day, as these backends say. */
const PREFLIGHT_MAX_AGE = 86_400
const READABLE_HEADERS = 'accept, authorization, content-type, x-csrftoken, x-requested-with'

/** Answers a browser that asks before a request (Fetch §3.2.2). Whoever is not allowed gets an answer that allows nothing. */
const answerOptions = (door: Door, request: Request, allowed: string): Response => {
  const response = new Response(null, { status: 200, headers: { allow: allowed } })
  if (isReader(door, request)) {
    response.headers.set('access-control-allow-methods', allowed)
    response.headers.set('access-control-allow-headers', READABLE_HEADERS)
    response.headers.set('access-control-max-age', String(PREFLIGHT_MAX_AGE))
  }
  return response
}

const isReader = ({ readableBy }: Door, request: Request): boolean =>
  readableBy.includes(request.headers.get('origin') ?? '')

/** Fetch §3.2.5. Without cookies tokens travel in headers that only the page itself can set. */
const allowReading = (door: Door, request: Request, response: Response): Response => {
  if (door.readableBy.length === 0) return response
  response.headers.append('vary', 'Origin')
  if (isReader(door, request)) {
    response.headers.set('access-control-allow-origin', request.headers.get('origin') ?? '')
    if (door.withCookies) response.headers.set('access-control-allow-credentials', 'true')
    response.headers.set('access-control-expose-headers', 'Retry-After, WWW-Authenticate')
  }
  return response
}

/** What an endpoint throws when the path names something that there is not. */
export const notThere = (detail: string): AuthError => new AuthError('not_found', { detail })
