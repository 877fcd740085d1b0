import { AuthError, pagePaths, paths } from '@latchkey/contract'
import type { Guard, LatchkeyPrincipal } from '@latchkey/guard'
import { type Context, Hono } from 'hono'
import type { BeginLogoutDeps } from '../flows/begin-logout.js'
import type { ReadUserInfoDeps } from '../flows/read-user-info.js'
import type { BrowserSettings } from '../model/topology.js'
import type { Log } from '../ports/log.js'
import type { AdminRoutesDeps } from './admin-routes.js'
import { answerPublicDocument, answerRedirect } from './answer.js'
import { allowOrigin, answerPreflight } from './browser/allow-origin.js'
import { type BrowserDoorDeps, openBrowserCall, openNavigation } from './browser/browser-call.js'
import { browserCookies } from './browser/cookies.js'
import { refusedPage } from './browser/refused-page.js'
import { type BrowserMethod, type BrowserRoutesDeps, browserRoutes } from './browser-routes.js'
import type { RequestSource } from './client-network.js'
import type { ServeConsoleDeps } from './console/serve-console.js'
import { ssfConfiguration } from './doors/events/configuration.js'
import { type ApiDocumentDeps, apiDocument } from './doors/oauth/api-document.js'
import { type IntrospectDeps, introspect } from './doors/oauth/introspect.js'
import { type MetadataDeps, metadata } from './doors/oauth/metadata.js'
import { type RevokeDeps, revoke } from './doors/oauth/revoke.js'
import { type StatusListDeps, statusList, statusListAggregation } from './doors/oauth/status-list.js'
import { type TokenDeps, token } from './doors/oauth/token.js'
import { userInfo } from './doors/oauth/user-info.js'
import { type EventRoutesDeps, eventRoutes } from './event-routes.js'
import { lastPartOf } from './last-part-of.js'
import { mountAdmin } from './mount-admin.js'
import { mountConsole } from './mount-console.js'
import { mountDoor } from './mount-doors.js'
import { findNavigation, type NavigationDeps, navigationRoutes } from './navigation-routes.js'
import { type DoorDeps, type OpenedDoor, openDoor } from './open-door.js'
import { openSite, type SiteSettings } from './pages/open-site.js'
import type { PageDeps } from './pages/page-deps.js'
import { receiveLogout } from './pages/receive-logout.js'
import { servePages } from './pages/serve-pages.js'
import { type ProviderRoutesDeps, providerRoutes } from './provider-routes.js'
import { describeRefusal, refuse } from './refuse.js'

type OAuthDeps = TokenDeps &
  RevokeDeps &
  IntrospectDeps &
  ReadUserInfoDeps &
  StatusListDeps &
  Omit<MetadataDeps, 'hasEndSession'> &
  ApiDocumentDeps &
  EventRoutesDeps &
  ProviderRoutesDeps & {
    readonly guard: Guard<LatchkeyPrincipal>
    readonly jwks: () => object
    readonly log: Log
  }

/** What the endpoints stand on. */
export type RouterDeps = OAuthDeps &
  DoorDeps &
  BeginLogoutDeps &
  Omit<PageDeps, 'browser' | 'pages' | 'cookies' | 'site'> &
  Omit<AdminRoutesDeps, 'browser' | 'cookies'> &
  Pick<ServeConsoleDeps, 'consoleFiles'> & {
    /** Whether operators may do their work here; it takes the browser door. */
    readonly adminDoor: boolean
    /** Doors with the wire of a former backend. */
    readonly doors: readonly OpenedDoor[]
    /** Undefined: shut. */
    readonly browserDoor:
      | (Pick<BrowserRoutesDeps, 'browser' | 'pages'> & {
          /** Undefined: the application shows its own pages. */
          readonly hosted: Pick<SiteSettings, 'brand' | 'profileFields'> | undefined
        })
      | undefined
  }

const MINUTE_IN_SECONDS = 60
/** Must stay well below the time a new signing key is published before it signs. */
export const JWKS_MAX_AGE = 5 * MINUTE_IN_SECONDS
const METADATA_MAX_AGE = 60 * MINUTE_IN_SECONDS

interface RouterEnvironment {
  Bindings: RequestSource
  Variables: { browser?: BrowserSettings }
}
type Router = Hono<RouterEnvironment>
type Endpoint = (request: Request) => Promise<Response> | Response

/** Every address of the server. Requests are for the path of the issuer and what lies below it. */
export const createRouter = (deps: RouterDeps): Router => {
  const app: Router = new Hono()
  const { origin, pathname } = new URL(deps.issuer)
  const base = pathname === '/' ? '' : pathname
  const hasEndSession = deps.browserDoor?.hosted !== undefined
  mountOAuthDoor(app, base, { ...deps, hasEndSession })
  mountEvents(app, base, deps)
  mountProviders(app, base, deps)
  if (deps.browserDoor !== undefined) {
    const { hosted, ...door } = deps.browserDoor
    const doorDeps = { ...deps, ...door, cookies: browserCookies(door.browser.cookie) }
    mountBrowserDoor(app, base, doorDeps)
    if (hosted !== undefined) mountPages(app, base, doorDeps, hosted)
    if (deps.adminDoor) {
      mountAdmin(app, base, doorDeps)
      mountConsole(app, base, doorDeps)
    }
  }

  for (const door of deps.doors) mountDoor(app, openDoor(deps, door), deps)

  app.notFound((context) => refuse(deps.log, context.req.raw, new AuthError('not_found', { detail: origin })))
  app.onError((error, context) => {
    const refused = refuse(deps.log, context.req.raw, error)
    const browser = context.get('browser')
    return browser === undefined ? refused : allowOrigin(browser, context.req.raw, refused)
  })
  return app
}

const mountOAuthDoor = (app: Router, base: string, deps: OAuthDeps & MetadataDeps): void => {
  const metadataText = JSON.stringify(metadata(deps))
  const metadataDocument: Endpoint = () => answerPublicDocument(metadataText, METADATA_MAX_AGE)

  // One handler a path: a second one would make Hono compose them at each request.
  const mount = (methods: readonly ('GET' | 'POST')[], path: string, endpoint: Endpoint): void => {
    const answered: readonly string[] = methods.includes('GET') ? [...methods, 'HEAD'] : methods
    app.all(path, ({ req }) =>
      answered.includes(req.method) ? endpoint(req.raw) : refuseMethod(deps.log, req.raw, methods),
    )
  }

  mount(['POST'], base + paths.token, (request) => token(deps, request))
  mount(['POST'], base + paths.revoke, (request) => revoke(deps, request))
  mount(['POST'], base + paths.introspect, (request) => introspect(deps, request))
  mount(['GET', 'POST'], base + paths.userinfo, (request) => userInfo(deps, request))
  mount(['GET'], base + paths.jwks, () => answerPublicDocument(JSON.stringify(deps.jwks()), JWKS_MAX_AGE))
  mount(['GET'], base + paths.statusLists, () => statusListAggregation(deps))
  mount(['GET'], `${base + paths.statusLists}/:list`, (request) => statusList(deps, request))
  mount(['GET'], base + paths.openidConfiguration, metadataDocument)
  // RFC 8414 §3: the well-known part comes between the host and the path of the issuer.
  mount(['GET'], paths.authorizationServerMetadata + base, metadataDocument)
  const api = apiDocument(deps, METADATA_MAX_AGE)
  mount(['GET'], base + paths.apiDocument, api.asJson)
  mount(['GET'], base + paths.apiPage, api.asPage)
  mount(['GET'], base + paths.health, () => answerPublicDocument('{"status":"ok"}', 0))
}

const mountEvents = (app: Router, base: string, deps: OAuthDeps): void => {
  const configuration = JSON.stringify(ssfConfiguration(deps))
  // SSF 1.0 §7.2: as above, between the host and the path of the issuer.
  app.get(paths.ssfConfiguration + base, () => answerPublicDocument(configuration, METADATA_MAX_AGE))
  for (const [path, route] of Object.entries(eventRoutes)) {
    app.all(base + path, ({ req }) => {
      const endpoint = new Map(Object.entries(route)).get(req.method === 'HEAD' ? 'GET' : req.method)
      return endpoint === undefined
        ? refuseMethod(deps.log, req.raw, Object.keys(route))
        : endpoint(deps, req.raw)
    })
  }
}

const mountProviders = (app: Router, base: string, deps: OAuthDeps): void => {
  for (const [path, endpoint] of Object.entries(providerRoutes)) {
    app.all(base + path, ({ req }) =>
      req.method === 'POST' ? endpoint(deps, req.raw) : refuseMethod(deps.log, req.raw, ['POST']),
    )
  }
}

const mountBrowserDoor = (app: Router, base: string, deps: BrowserRoutesDeps): void => {
  const { browser } = deps
  for (const [path, route] of Object.entries(browserRoutes)) {
    const methods = [...new Set([...Object.keys(navigationRoutes[path] ?? {}), ...Object.keys(route)])]
    app.all(base + path, async (context: Context<RouterEnvironment>) => {
      const request = context.req.raw
      if (request.method === 'OPTIONS') return answerPreflight(browser, request)
      const navigate = findNavigation(path, request)
      if (navigate !== undefined) return navigateBy(navigate, deps, context)
      context.set('browser', browser)
      const endpoint = route[(request.method === 'HEAD' ? 'GET' : request.method) as BrowserMethod]
      const answer =
        endpoint === undefined
          ? refuseMethod(deps.log, request, methods)
          : await endpoint(deps, await openBrowserCall(deps, request, context.env ?? {}))
      return allowOrigin(browser, request, answer)
    })
  }
}

const mountPages = (
  app: Router,
  base: string,
  deps: Omit<PageDeps, 'site'> & BeginLogoutDeps,
  hosted: Pick<SiteSettings, 'brand' | 'profileFields'>,
): void => {
  const opened = openSite({ ...deps, ...hosted })
  const serve = servePages(deps, opened, base)
  app.all(base + paths.endSession, ({ req }) => receiveLogout({ ...deps, site: opened.site() })(req.raw))
  for (const path of [pagePaths.home, `${pagePaths.home}/*`]) {
    app.all(base + path, ({ req, env }) => serve(req.raw, env ?? {}))
  }
}

/** Somebody sits before the answer: what is refused is told by the page on which they can try again. */
const navigateBy = async (
  navigate: NonNullable<ReturnType<typeof findNavigation>>,
  deps: NavigationDeps & BrowserDoorDeps,
  context: Context<RouterEnvironment>,
): Promise<Response> => {
  const request = context.req.raw
  // A page that is fetched ahead (Fetch Metadata, Sec-Purpose): nobody has gone anywhere yet. A redirect would be kept, and shown
  // to who goes there; what is refused is asked for again.
  if (request.headers.has('sec-purpose'))
    return refuse(deps.log, request, new AuthError('csrf_site_refused', { detail: 'Sec-Purpose' }))
  try {
    return await navigate(deps, await openNavigation(deps, request, context.env ?? {}))
  } catch (error) {
    const { reason } = describeRefusal(deps.log, request, error).body
    const remember = new URL(request.url).searchParams.get('remember') === 'true'
    const refused = { reason, provider: lastPartOf(request), remember }
    return answerRedirect(refusedPage(deps.browser, deps.pages.signIn, refused))
  }
}

const refuseMethod = (log: Log, request: Request, methods: readonly string[]): Response => {
  const refused = refuse(log, request, new AuthError('method_not_allowed', { detail: request.method }))
  refused.headers.set('allow', methods.join(', ')) // RFC 9110 §15.5.6
  return refused
}
