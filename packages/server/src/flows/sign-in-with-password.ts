import { readDeviceCookie } from '../forms/device-cookie.js'
import { BROWSER_CLIENT } from '../model/client.js'
import { readTypedName } from '../model/typed-name.js'
import type { Log } from '../ports/log.js'
import type { SignUps } from '../ports/sign-ups.js'
import { type CheckPasswordDeps, checkPassword } from '../sign-in/password/check-password.js'
import { deviceCookieOf } from './steps/device-cookie-of.js'
import { findSignUpOfBrowser } from './steps/find-sign-up-of-browser.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { type SignInCheckedUserDeps, signInCheckedUser } from './steps/sign-in-checked-user.js'

export interface SignInWithPasswordDeps
  extends CheckPasswordDeps,
    OpenBrowserSessionDeps,
    SignInCheckedUserDeps {
  readonly signUps: Pick<SignUps, 'find'>
  readonly log: Log
}

/** A person in a browser, with an address and a password. */
export interface SignInWithPassword {
  readonly email: string
  readonly password: string
  readonly browser: Browser
  readonly deviceCookie: string | undefined
  readonly signUpCookie: string | undefined
  readonly network: string | undefined
}

/**
 * Address and password → a session in this browser, and a cookie by which the browser is known the next time.
 *
 * @throws AuthError `credentials_wrong`, `address_unconfirmed`, `user_suspended`, `too_many_attempts`, `overloaded`, `hook_denied`, `hook_failed`
 */
export const signInWithPassword = async (
  deps: SignInWithPasswordDeps,
  request: SignInWithPassword,
): Promise<SignedInBrowser & { readonly deviceCookie: string }> => {
  const { email, password, network, browser } = request
  const name = readTypedName(email)
  const { addressKey } = name
  const device = readDeviceCookie(deps.secrets, request.deviceCookie, addressKey)
  const findSignUp = () => findSignUpOfBrowser(deps, request.signUpCookie)
  const caller = { client: BROWSER_CLIENT, network, userAgent: browser.userAgent }
  const checked = await checkPassword(deps, {
    ...name,
    password,
    caller,
    device,
    findSignUp,
  })

  const now = deps.clock.now()
  const signedIn = await signInCheckedUser(deps, { checked, caller }, (stores, user) =>
    openBrowserSession(deps, stores, { user, browser, proof: { amr: ['pwd'], authenticatedAt: now } }),
  )
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: 'password',
  })
  return {
    ...signedIn,
    deviceCookie: deviceCookieOf(deps.secrets, addressKey, checked, request.deviceCookie),
  }
}
