import { ADMIN_SCOPE, AuthError, type OperatorPermission } from '@latchkey/contract'
import type { Guard, LatchkeyPrincipal } from '@latchkey/guard'
import { type OperatingPerson, ownPermissionsOf } from '../../flows/admin/steps/operator.js'
import { type CurrentSession, currentOf } from '../../flows/steps/current-of.js'
import { requireRecentSignIn } from '../../flows/steps/require-recent-sign-in.js'
import { parseSessionId } from '../../model/ids.js'
import { chooseLocale, type Locale } from '../../model/locale.js'
import type { Roles } from '../../model/roles.js'
import {
  type BrowserCall,
  type BrowserDoorDeps,
  openBrowserCall,
  readUserAgent,
} from '../browser/browser-call.js'
import { clientNetwork, type RequestSource } from '../client-network.js'

export interface OperatorCallDeps extends BrowserDoorDeps {
  /** Takes the access JWTs of this server. */
  readonly guard: Guard<LatchkeyPrincipal>
  readonly roles: Roles
}

/** What somebody must be allowed to use an endpoint. */
export interface EndpointRule {
  /** `any`: one permission, whichever. */
  readonly permission: OperatorPermission | 'any'
  /** Whether it takes a sign-in of a moment ago. */
  readonly recent?: true
}

/** A request of an operator, who may make it. */
export interface OperatorCall {
  readonly request: Request
  readonly current: CurrentSession
  /** For acts: the permission that makes it possible, and from where it was asked. */
  readonly operator: OperatingPerson
  readonly locale: Locale
  /** The cookie they came with; undefined for who came with a token. */
  readonly sessionCookie: string | undefined
  /** What the address names, by the names of its route. @throws AuthError `target_unknown` */
  part(name: string): string
}

/**
 * Opens a request of an operator: by the session cookie, as our own pages send it, with their origin and the CSRF token; or by an access token with
 * the scope of the admin door, which no page sends by itself. An API key opens nothing here.
 *
 * @throws AuthError `not_signed_in`, `not_while_impersonating`, `permission_insufficient`, `recent_sign_in_needed`, `csrf_…`, `token_…`, `scope_insufficient`
 */
export const openOperatorCall = async (
  deps: OperatorCallDeps,
  rule: EndpointRule,
  given: {
    readonly request: Request
    readonly source: RequestSource
    readonly parts: Readonly<Record<string, string>>
  },
): Promise<OperatorCall> => {
  const { request, source, parts } = given
  const { current, sessionCookie } = request.headers.has('authorization')
    ? { current: await currentByToken(deps, request), sessionCookie: undefined }
    : await readByCookie(deps, request, source)
  if (current === undefined) throw new AuthError('not_signed_in')
  if (current.session.actor !== null) throw new AuthError('not_while_impersonating')
  const permissions = ownPermissionsOf(deps.roles, current.user)
  const permission = rule.permission === 'any' ? [...permissions][0] : rule.permission
  if (permission === undefined || !permissions.has(permission))
    throw new AuthError('permission_insufficient', { detail: `${current.user.id} lacks ${rule.permission}` })
  if (rule.recent) requireRecentSignIn(deps, current.session)
  const network = clientNetwork(request, source, deps.trustedProxies)
  return {
    request,
    current,
    sessionCookie,
    operator: {
      kind: 'person',
      current,
      permission: permission as OperatorPermission,
      caller: { network, userAgent: readUserAgent(request) },
    },
    locale: chooseLocale(request.headers.get('accept-language') ?? undefined),
    part: (name) => readPart(parts[name] ?? ''),
  }
}

/** @throws AuthError `target_unknown`: nothing has a name with a control character, and PostgreSQL refuses to look for one of them */
const readPart = (text: string): string => {
  if (/\p{Cc}/u.test(text)) throw new AuthError('target_unknown')
  return text
}

const readByCookie = async (
  deps: OperatorCallDeps,
  request: Request,
  source: RequestSource,
): Promise<{ readonly current: CurrentSession | undefined; readonly sessionCookie: string | undefined }> => {
  const { current, cookies } = await openOwnCall(deps, request, source)
  return { current, sessionCookie: cookies.session }
}

/**
 * A request of a page of Latchkey's own. Pages of the application are none of ours: what they may do elsewhere they may not do here.
 *
 * @throws AuthError `csrf_…`
 */
export const openOwnCall = (
  deps: BrowserDoorDeps,
  request: Request,
  source: RequestSource,
): Promise<BrowserCall> => {
  const { browser } = deps
  const own = { ...browser, allowedOrigins: [new URL(browser.home).origin] }
  return openBrowserCall({ ...deps, browser: own }, request, source)
}

/** The session behind a token is looked at in the database: a token outlives the end of its session by minutes. */
const currentByToken = async (
  deps: OperatorCallDeps,
  request: Request,
): Promise<CurrentSession | undefined> => {
  const principal = await deps.guard.check(
    { authorization: request.headers.get('authorization') ?? undefined },
    { scopes: [ADMIN_SCOPE] },
  )
  const id = parseSessionId(principal.sessionId)
  return currentOf(deps, id && (await deps.sessions.find(id)), 'database')
}
