import type { DjangoUser } from '../model/django-account.js'
import type { DjRestAuthSettings } from '../model/django-doors.js'
import { DAY, MINUTE } from '../model/time.js'
import {
  checkFrontendServers,
  checkLifetime,
  checkPath,
  type GivenToDoors,
  mayName,
} from './check-door-options.js'
import { checkFormerKey, type FormerKeySettings } from './check-former-key.js'
import type { Report } from './configuration-error.js'
import type { DjRestAuthOptions } from './doors.js'

const LONGEST_GRACE = 5 * MINUTE
/** RFC 6265 §4.1.1, as these names are written. */
const COOKIE_NAME = /^[A-Za-z0-9_-]{1,64}$/
const NAMES = {
  old: { access: 'access_token', refresh: 'refresh_token' },
  new: { access: 'access', refresh: 'refresh' },
} as const

/** Options → the door for frontends of dj-rest-auth, but for its prefix. */
export const checkDjRestAuth = (
  options: DjRestAuthOptions,
  given: GivenToDoors,
  report: Report,
): Omit<DjRestAuthSettings, 'prefix'> & { readonly former: FormerKeySettings | undefined } => {
  const { refreshLifetime = 7 * DAY, refreshGrace = LONGEST_GRACE } = options
  checkLifetime('refreshLifetime', refreshLifetime, report)
  if (!Number.isSafeInteger(refreshGrace) || refreshGrace < 0 || refreshGrace > LONGEST_GRACE) {
    report(
      'refreshGrace',
      `${refreshGrace} is not between 0 and 5 minutes`,
      'Give milliseconds; leave it out for 5 minutes.',
    )
  }
  const origins = (options.origins ?? []).map((origin, index) =>
    checkOrigin(origin, `origins[${index}]`, report),
  )
  return {
    kind: 'djRestAuth',
    social: checkSocial(options, given, report),
    names: NAMES[options.tokenNames ?? 'new'],
    cookies: checkCookies(options, given, report),
    describeUser: options.user ?? defaultUser,
    signInWith: options.signInWith ?? 'either',
    needsRefreshToSignOut: options.blacklist ?? true,
    limits: { lifetime: given.sessionLimit, idleLimit: refreshLifetime, refreshGrace },
    origins,
    pages: [...origins, ...ownOrigins(given)],
    frontendServers: checkFrontendServers(options.frontendServers, report),
    former: checkFormerKey(options.former, report),
  }
}

/** As dj-rest-auth's own serializer writes it. */
const defaultUser = (user: DjangoUser): Readonly<Record<string, unknown>> => ({
  pk: user.id,
  username: user.username,
  email: user.email,
  first_name: user.firstName,
  last_name: user.lastName,
})

const checkSocial = (
  { social }: DjRestAuthOptions,
  given: GivenToDoors,
  report: Report,
): DjRestAuthSettings['social'] => {
  const wanted = social ?? (mayName(given, 'google') ? { google: { path: '/api/social/login/google/' } } : {})
  for (const id of Object.keys(wanted)) {
    if (mayName(given, id)) continue
    report(
      `social.${id}`,
      `there is no provider ${JSON.stringify(id)}`,
      `Add it to providers, ${id}({ … }), or take it out here.`,
    )
  }
  return new Map(
    Object.entries(wanted).map(([id, { path, redirectUri }]) => [
      id,
      { path: `${checkPath(`social.${id}.path`, path, report)}/`, redirectUri },
    ]),
  )
}

const checkCookies = (
  { cookies }: DjRestAuthOptions,
  { issuer }: GivenToDoors,
  report: Report,
): DjRestAuthSettings['cookies'] => {
  if (cookies === undefined) return undefined
  const { access, refresh, sameSite = 'Lax' } = cookies
  for (const [name, value] of Object.entries({ access, refresh })) {
    if (!COOKIE_NAME.test(value))
      report(
        `cookies.${name}`,
        `${JSON.stringify(value.slice(0, 80))} is no name of a cookie`,
        'Use letters, digits, hyphens and underscores, as JWT_AUTH_COOKIE had it.',
      )
  }
  if (access === refresh)
    report(
      'cookies',
      'both tokens have one name',
      'Give each a name of its own, as JWT_AUTH_COOKIE and JWT_AUTH_REFRESH_COOKIE had it.',
    )
  const secure = issuer.startsWith('https:')
  if (sameSite === 'None' && !secure) {
    report(
      'cookies.sameSite',
      'browsers keep a cookie with SameSite=None only over https (RFC 6265bis §5.7)',
      'Serve Latchkey over https, or leave sameSite out.',
    )
  }
  return { access, refresh, sameSite, secure }
}

const ownOrigins = ({ issuer, pageOrigins = [] }: GivenToDoors): readonly string[] => [
  ...(URL.canParse(issuer) ? [new URL(issuer).origin] : []),
  ...pageOrigins,
]

const checkOrigin = (text: string, name: string, report: Report): string => {
  if (!(URL.canParse(text) && new URL(text).origin === text))
    report(
      name,
      `${JSON.stringify(text.slice(0, 100))} is no origin`,
      'Write scheme, host and port, without a slash at the end: https://app.example.com.',
    )
  return text
}
