import { isOpenToOthers } from '../model/is-open-to-others.js'
import type { BrowserSettings, CookieSettings, Topology } from '../model/topology.js'
import type { Report } from './configuration-error.js'
import { problemWithApp } from './problem-with-app.js'

/** An origin that shows pages, and the option that names it. */
interface App {
  readonly at: string
  readonly origin: string
}

/**
 * What cookies and CORS must be for this topology. Reports every combination in which no browser would keep a session.
 *
 * @param issuer checked already; where it is no web address, only what does not hang on it is checked
 */
export const checkTopology = (topology: Topology, issuer: string, report: Report): BrowserSettings => {
  const server = URL.canParse(issuer) ? new URL(issuer) : undefined
  const apps = appsOf(topology)
  const pages = apps.flatMap((app) => checkOrigin(app, report))
  checkRepeated(apps, report)
  checkRelations(topology, pages, server, report)
  const origins = [...apps.map(({ origin }) => origin), ...(server === undefined ? [] : [server.origin])]
  return {
    app: topology.app,
    apps: apps.map(({ origin }) => origin),
    home: homeOf(topology, issuer, report),
    allowedOrigins: [...new Set(origins)],
    crossOrigin: topology.kind !== 'same-origin',
    cookie: cookieOf(topology, issuer),
  }
}

const MAIN = 'topology.app'

const appsOf = (topology: Topology): readonly App[] => {
  const others = 'otherApps' in topology ? (topology.otherApps ?? []) : []
  return [
    { at: MAIN, origin: topology.app },
    ...others.map((origin, index) => ({ at: `topology.otherApps[${index}]`, origin })),
  ]
}

/** An app whose origin can be read; as it should have been written, where it is not. */
interface Page {
  readonly at: string
  readonly page: URL
}

/** An origin is compared byte for byte with what browsers send (RFC 6454 §6.2): one spelling of it. */
const checkOrigin = ({ at, origin }: App, report: Report): readonly Page[] => {
  const url = URL.canParse(origin) ? new URL(origin) : undefined
  if (url === undefined || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    report(at, `${JSON.stringify(origin)} is not a web address`, 'Write it as https://app.example.com.')
    return []
  }
  const canonical = url.origin.replace(/\.(?=(:\d+)?$)/, '')
  const isMisspelt = canonical !== origin
  if (isOpenToOthers(origin)) {
    report(
      at,
      'what people type there would travel in the clear over http',
      isMisspelt
        ? `Write it as ${canonical.replace('http:', 'https:')}. Only localhost may use http.`
        : 'Use https. Only localhost may use http.',
    )
  } else if (isMisspelt) {
    report(
      at,
      `${JSON.stringify(origin)} is not how browsers name an origin: scheme, host and port, nothing behind them`,
      `Write it as ${canonical}.`,
    )
  }
  return [{ at, page: new URL(canonical) }]
}

const checkRepeated = (apps: readonly App[], report: Report): void => {
  for (const [index, { at, origin }] of apps.entries()) {
    const first = apps.find((app) => app.origin === origin)
    if (first !== undefined && first !== apps[index])
      report(at, `${JSON.stringify(origin)} is there already, as ${first.at}`, 'Leave it out.')
  }
}

const checkRelations = (
  { kind }: Topology,
  pages: readonly Page[],
  server: URL | undefined,
  report: Report,
): void => {
  for (const { at, page } of pages) {
    const isMain = at === MAIN
    if (kind === 'same-origin') {
      if (!isMain)
        report(
          at,
          'pages there do not share their origin with Latchkey',
          'Leave it out, or set another kind.',
        )
    } else if (server !== undefined) {
      const found = problemWithApp({ kind, page, isMain }, server)
      if (found !== undefined) report(at, found.problem, found.fix)
    }
  }
}

const DEFAULT_PATH = '/auth'
/** One spelling: the address is registered with providers, which compare it byte for byte. */
const PATH_SHAPE = /^(\/[A-Za-z0-9._~-]+)*$/

/** Cookies belong to the address the browser talks to, so that is where providers must send people back. */
const homeOf = (topology: Topology, issuer: string, report: Report): string => {
  if (topology.kind !== 'same-origin') return issuer
  const isOnApp = URL.canParse(issuer) && new URL(issuer).origin === topology.app
  if (topology.path === undefined) return isOnApp ? issuer : topology.app + DEFAULT_PATH
  if (!PATH_SHAPE.test(topology.path)) {
    report(
      'topology.path',
      `${JSON.stringify(topology.path)} is not a path`,
      'Write it with a slash in front and none at the end, such as /auth.',
    )
  }
  return topology.app + topology.path
}

/** The cookie belongs to the address the browser talks to: the app's where that passes everything on, else the issuer's. */
const cookieOf = (topology: Topology, issuer: string): CookieSettings => {
  const acrossSites = topology.kind === 'cross-site'
  const secure = (topology.kind === 'same-origin' ? topology.app : issuer).startsWith('https:')
  return {
    prefix: secure ? '__Host-' : '',
    secure,
    sameSite: acrossSites ? 'None' : 'Lax',
    partitioned: acrossSites,
  }
}
