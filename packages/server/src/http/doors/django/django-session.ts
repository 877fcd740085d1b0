import { type ReadCookiePersonDeps, readCookiePerson } from '../../../flows/django/read-cookie-person.js'
import { type SignInByCodeDeps, signInByCode } from '../../../flows/django/sign-in-by-code.js'
import { type SignInByNameDeps, signInByName } from '../../../flows/django/sign-in-by-name.js'
import { type SignOutCookieDeps, signOutCookie } from '../../../flows/django/sign-out-cookie.js'
import type { DjangoSessionRequest, SignedInDjango } from '../../../flows/django/steps/open-django-session.js'
import { readHeldSessions } from '../../../flows/django/steps/read-held-sessions.js'
import { toDjangoUser } from '../../../model/django-account.js'
import { maskCsrfSecret, newCsrfSecret, readCsrfSecret } from '../../../model/django-csrf-token.js'
import type { DjangoSessionSettings } from '../../../model/django-doors.js'
import { djangoSessionFields } from '../../../openapi/doors/django-session-operations.js'
import { answerDoor } from '../../django/answer-door.js'
import { checkDjangoCsrf } from '../../django/check-django-csrf.js'
import { djangoCookies, readDjangoCookies } from '../../django/django-cookies.js'
import type { Door, DoorCall } from '../../django/door.js'
import { plainView } from '../../django/plain-view.js'
import { readDrfFields } from '../../django/read-drf-fields.js'
import { readTypedCredentials } from '../../django/read-typed-credentials.js'
import { refuseDrf, refuseDrfMethod } from '../../django/refuse-drf.js'
import { passwordWords, socialWords } from '../../django/session-words.js'
import { detail } from '../../django/wire-refusal.js'
import { notThere } from '../../mount-doors.js'

export type DjangoSessionDeps = SignInByNameDeps & SignInByCodeDeps & ReadCookiePersonDeps & SignOutCookieDeps

type SessionDoor = DjangoSessionDeps & {
  readonly settings: DjangoSessionSettings
  readonly cookies: ReturnType<typeof djangoCookies>
}

const CSRF_HEADERS = { vary: 'Cookie' }
const SOCIAL_HEADERS = { allow: 'POST, OPTIONS', vary: 'Accept, Cookie' }
const PROFILE_HEADERS = { allow: 'GET, HEAD, OPTIONS', vary: 'Accept, Cookie' }
const nobody = detail(403, 'Authentication credentials were not provided.')

/**
 * Address and password, or a provider's code, → the cookie `sessionid` of a Django session, for a single-page app on the same origin
 * that sends `X-CSRFToken`; with python-social-auth's exchange beside it.
 *
 * The app sends people to the provider by itself, with a state that is the same for everybody and that nobody compares. So it is not
 * known here which browser began a sign-in, and no answer of ours can change that: who lures somebody to the app's callback page with a
 * code of their own has them signed in as themselves (RFC 6749 §10.12). What an unchanged app lets us see to: only a page of ours can
 * bring a code, only for this client and redirect URI, once, and every sign-in gets a fresh session.
 */
export const djangoSessionDoor = (deps: DjangoSessionDeps, settings: DjangoSessionSettings): Door => {
  const door: SessionDoor = { ...deps, settings, cookies: djangoCookies(settings) }
  const refuse = refuseDrf(deps, socialWords)
  const plain = plainView(refuseDrf(deps, passwordWords))
  return {
    prefix: settings.prefix,
    routes: [
      {
        path: '/login-set-cookie/',
        endpoints: { GET: (call) => tellToken(door, call), POST: (call) => tellTokenAgain(door, call) },
        ...plain,
      },
      { path: '/login/', endpoints: { POST: (call) => login(door, call) }, ...plain },
      { path: '/logout/', endpoints: { POST: (call) => logout(door, call) }, ...plain },
      {
        path: '/users/profile/',
        endpoints: { GET: (call) => profile(door, call) },
        refuseMethod: (request, allowed) => refuseProfileMethod(door, request, allowed),
        refuse: (...refused) => withHeaders(refuse(...refused), PROFILE_HEADERS),
      },
      {
        path: '/social/:name/',
        endpoints: { POST: (call) => social(door, call) },
        refuse: (...refused) => withHeaders(refuse(...refused), SOCIAL_HEADERS),
      },
    ],
    refuse,
    refuseMethod: refuseDrfMethod,
    tellsMethods: false,
    readableBy: [],
    withCookies: false,
  }
}

/** The secret of the browser stays, under a new mask; one that has none gets one. */
const tellToken = (door: SessionDoor, { request }: DoorCall): Response => {
  const [known = newCsrfSecret(door.secrets)] = readDjangoCookies(request).csrfTokens.flatMap(
    (token) => readCsrfSecret(token) ?? [],
  )
  return answerDoor(
    { details: 'CSRF cookie set' },
    { headers: CSRF_HEADERS, setCookies: [csrfCookie(door, known)] },
  )
}

const tellTokenAgain = (door: SessionDoor, call: DoorCall): Response => {
  checkDjangoCsrf(door, door.settings.origins, call.request)
  return tellToken(door, call)
}

const login = async (door: SessionDoor, call: DoorCall): Promise<Response> => {
  checkDjangoCsrf(door, door.settings.origins, call.request)
  const typed = await readTypedCredentials(call.request)
  const signedIn = await signInByName(door, { ...typed, network: call.network }, await opening(door, call))
  return answerDoor(
    { detail: 'Success' },
    { headers: CSRF_HEADERS, setCookies: freshCookies(door, signedIn) },
  )
}

const logout = async (door: SessionDoor, { request }: DoorCall): Promise<Response> => {
  checkDjangoCsrf(door, door.settings.origins, request)
  const { sessionKeys } = readDjangoCookies(request)
  await signOutCookie(door, sessionKeys)
  return answerDoor(
    { detail: 'Logout Successful' },
    { headers: CSRF_HEADERS, setCookies: sessionKeys.length > 0 ? [door.cookies.clearSession()] : [] },
  )
}

const profile = async (door: SessionDoor, { request }: DoorCall): Promise<Response> => {
  const { sessionKeys } = readDjangoCookies(request)
  const person = await readCookiePerson(door, sessionKeys)
  if (person.outcome === 'known') {
    const { id, email, isStaff, isSuperuser } = toDjangoUser(person.user, person.account)
    const body = { id, email, is_staff: isStaff, is_superuser: isSuperuser }
    return answerDoor(body, { headers: PROFILE_HEADERS })
  }
  // Of two people's cookies the browser would drop its own and keep the one that was planted.
  const isStale = sessionKeys.length > 0 && person.outcome === 'nobody'
  const setCookies = isStale ? [door.cookies.clearSession()] : []
  return answerDoor(nobody.body, { status: nobody.status, headers: PROFILE_HEADERS, setCookies })
}

/** Django REST framework asks who it is before it looks at the method. */
const refuseProfileMethod = async (
  door: SessionDoor,
  request: Request,
  allowed: string,
): Promise<Response> => {
  const person = await readCookiePerson(door, readDjangoCookies(request).sessionKeys)
  if (person.outcome !== 'known') throw nobody
  checkDjangoCsrf(door, door.settings.origins, request)
  return refuseDrfMethod(request, allowed)
}

/** The code in the body, as the app sends it, or in the query, as its description has it. */
const social = async (door: SessionDoor, call: DoorCall): Promise<Response> => {
  checkDjangoCsrf(door, door.settings.origins, call.request)
  const { pathname, searchParams } = new URL(call.request.url)
  const known = door.settings.social.get(nameIn(pathname))
  if (known === undefined) throw notThere('a provider that is not configured')
  const inQuery = searchParams.get('code') || undefined
  const { code = inQuery } = await readDrfFields(
    call.request,
    inQuery === undefined ? djangoSessionFields.code : djangoSessionFields.codeInQuery,
  )
  const proof = { providerId: known.provider, redirectUri: known.redirectUri, code: code ?? '' }
  const signedIn = await signInByCode(door, proof, await opening(door, call))
  return answerDoor(
    { detail: 'success' },
    { headers: SOCIAL_HEADERS, setCookies: freshCookies(door, signedIn) },
  )
}

/** A fresh key at every sign-in, and what the browser held until now ends: nobody goes on with what somebody else has put there. */
const opening = async (
  door: SessionDoor,
  { request, userAgent }: DoorCall,
): Promise<DjangoSessionRequest> => {
  const held = await readHeldSessions(door, readDjangoCookies(request).sessionKeys, 'database')
  const form = { kind: 'session_cookie', lifetime: door.settings.lifetime } as const
  return { form, replaces: held.map(({ session }) => session), userAgent }
}

const freshCookies = (door: SessionDoor, { opaqueToken = '' }: SignedInDjango): readonly string[] => [
  csrfCookie(door, newCsrfSecret(door.secrets)),
  door.cookies.setSession(opaqueToken, door.clock.now()),
]

const csrfCookie = ({ cookies, secrets, clock }: SessionDoor, secret: string): string =>
  cookies.setCsrf(maskCsrfSecret(secrets, secret), clock.now())

const nameIn = (pathname: string): string => pathname.replace(/\/$/, '').split('/').at(-1) ?? ''

const withHeaders = (response: Response, headers: Readonly<Record<string, string>>): Response => {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}
