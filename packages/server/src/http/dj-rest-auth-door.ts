import type { ChangeDjangoPasswordDeps } from '../flows/django/change-django-password.js'
import type { ConfirmRegistrationDeps } from '../flows/django/confirm-registration.js'
import type { IsLiveSimpleJwtDeps } from '../flows/django/is-live-simple-jwt.js'
import type { OpenSimpleJwtDeps } from '../flows/django/open-simple-jwt.js'
import type { RefreshSimpleJwtDeps } from '../flows/django/refresh-simple-jwt.js'
import type { RenameDjangoUserDeps } from '../flows/django/rename-django-user.js'
import type { ResendRegistrationDeps } from '../flows/django/resend-registration.js'
import type { SignOutSimpleJwtDeps } from '../flows/django/sign-out-simple-jwt.js'
import type { RequestPasswordResetDeps } from '../flows/request-password-reset.js'
import type { ResetPasswordDeps } from '../flows/reset-password.js'
import type { SignUpDeps } from '../flows/sign-up.js'
import type { DjRestAuthSettings } from '../model/django-doors.js'
import type { CookieWriter } from './browser/cookies.js'
import type { Door, DoorRoute } from './django/door.js'
import { refuseDrf, refuseDrfMethod } from './django/refuse-drf.js'
import { refreshWords, simpleJwtWords } from './django/simple-jwt-words.js'
import { changePassword } from './doors/dj-rest-auth/change-password.js'
import { confirmReset } from './doors/dj-rest-auth/confirm-reset.js'
import { logIn } from './doors/dj-rest-auth/log-in.js'
import { logInWithProvider } from './doors/dj-rest-auth/log-in-with-provider.js'
import { logOut } from './doors/dj-rest-auth/log-out.js'
import { readUser } from './doors/dj-rest-auth/read-user.js'
import { refreshToken } from './doors/dj-rest-auth/refresh-token.js'
import { register } from './doors/dj-rest-auth/register.js'
import { renameUser } from './doors/dj-rest-auth/rename-user.js'
import { resendEmail } from './doors/dj-rest-auth/resend-email.js'
import { resetPassword } from './doors/dj-rest-auth/reset-password.js'
import { verifyEmail } from './doors/dj-rest-auth/verify-email.js'
import { verifyToken } from './doors/dj-rest-auth/verify-token.js'

export type DjRestAuthDeps = OpenSimpleJwtDeps &
  RefreshSimpleJwtDeps &
  SignOutSimpleJwtDeps &
  RenameDjangoUserDeps &
  IsLiveSimpleJwtDeps &
  RequestPasswordResetDeps &
  ChangeDjangoPasswordDeps &
  ResetPasswordDeps &
  SignUpDeps &
  ConfirmRegistrationDeps &
  ResendRegistrationDeps

/** What only a server has that sends mail: the cookie of a browser that registers. */
export interface MailRouteDeps {
  readonly cookies: CookieWriter
}

/**
 * The addresses of dj-rest-auth with Simple JWT. Both JWTs are forms of one session: the access JWT is ours, with the claims these
 * frontends read; the refresh JWT rotates; signing out ends the session, and with it every form.
 */
export const djRestAuthDoor = (
  deps: DjRestAuthDeps,
  settings: DjRestAuthSettings,
  mail: MailRouteDeps | undefined,
): Door => {
  const { prefix, social, origins, pages, cookies } = settings
  const refreshing: DoorRoute['refuse'] = refuseDrf(deps, refreshWords)
  const routes: readonly DoorRoute[] = [
    { path: '/login/', endpoints: { POST: (call) => logIn(deps, settings, call) } },
    { path: '/logout/', endpoints: { POST: (call) => logOut(deps, settings, call) } },
    {
      path: '/token/refresh/',
      endpoints: { POST: (call) => refreshToken(deps, settings, call) },
      refuse: refreshing,
    },
    { path: '/token/verify/', endpoints: { POST: (call) => verifyToken(deps, call) } },
    {
      path: '/user/',
      endpoints: {
        GET: (call) => readUser(deps, settings, call),
        PUT: (call) => renameUser(deps, settings, call),
        PATCH: (call) => renameUser(deps, settings, call),
      },
    },
    // Without mail nobody could prove that an address is theirs.
    ...(mail === undefined ? [] : mailRoutes({ ...deps, ...mail }, settings)),
  ]
  return {
    prefix: '',
    routes: [
      ...routes.map((route) => ({ ...route, path: prefix + route.path })),
      ...[...social].map(
        ([providerId, { path }]): DoorRoute => ({
          path,
          endpoints: { POST: (call) => logInWithProvider(deps, settings, { call, providerId }) },
        }),
      ),
    ],
    refuse: refuseDrf(deps, simpleJwtWords),
    refuseMethod: refuseDrfMethod,
    tellsMethods: true,
    frontendServers: settings.frontendServers,
    readableBy: origins,
    writableBy: cookies && pages,
    withCookies: cookies !== undefined,
  }
}

const mailRoutes = (
  deps: DjRestAuthDeps & MailRouteDeps,
  settings: DjRestAuthSettings,
): readonly DoorRoute[] => {
  const { pages: writableBy } = settings
  const verify: DoorRoute['endpoints'] = { POST: (call) => verifyEmail(deps, call) }
  const resend: DoorRoute['endpoints'] = { POST: (call) => resendEmail(deps, call) }
  return [
    { path: '/password/change/', endpoints: { POST: (call) => changePassword(deps, settings, call) } },
    { path: '/password/reset/', endpoints: { POST: (call) => resetPassword(deps, call) } },
    { path: '/password/reset/confirm/', endpoints: { POST: (call) => confirmReset(deps, call) } },
    // Whose browser began a registration stands in a cookie, whatever the tokens are in.
    { path: '/registration/', endpoints: { POST: (call) => register(deps, call) }, writableBy },
    { path: '/registration/verify-email/', endpoints: verify, writableBy },
    { path: '/registration/resend-email/', endpoints: resend, writableBy },
    // Some projects mount these two beside the others.
    { path: '/verify-email/', endpoints: verify, writableBy },
    { path: '/resend-email/', endpoints: resend, writableBy },
  ]
}
