import { AuthError } from '@latchkey/contract'
import { makeDeviceCookie, readDeviceCookie } from '../forms/device-cookie.js'
import { addressKeyOf } from '../model/address.js'
import type { Accounts, PasswordHolder } from '../ports/accounts.js'
import type { Log } from '../ports/log.js'
import type { SignUps } from '../ports/sign-ups.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckPasswordDeps, checkPassword } from '../sign-in/password/check-password.js'
import { findSignUpOfBrowser } from './steps/find-sign-up-of-browser.js'
import { holdCheckedUser } from './steps/hold-checked-user.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'

export interface SignInWithPasswordDeps extends CheckPasswordDeps, OpenBrowserSessionDeps {
  readonly accounts: Pick<Accounts, 'findPasswordHolder' | 'upgradePassword'>
  readonly signUps: Pick<SignUps, 'find'>
  readonly storage: Transactions
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
 * @throws AuthError `credentials_wrong`, `address_unconfirmed`, `user_suspended`, `too_many_attempts`, `overloaded`
 */
export const signInWithPassword = async (
  deps: SignInWithPasswordDeps,
  request: SignInWithPassword,
): Promise<SignedInBrowser & { readonly deviceCookie: string }> => {
  const { email, password, network } = request
  const addressKey = addressKeyOf(email)
  const holder = await deps.accounts.findPasswordHolder(addressKey)
  const device = deviceOf(deps, request.deviceCookie, { addressKey, holder })
  const signUp = await findSignUpOfBrowser(deps, request.signUpCookie)
  const checked = await checkPassword(deps, { addressKey, holder, password, network, device, signUp })

  const now = deps.clock.now()
  const signedIn = await deps.storage.transaction(async (stores) => {
    const user = await holdCheckedUser(stores, checked)
    if (user === undefined) throw new AuthError('credentials_wrong', { detail: 'changed meanwhile' })
    return openBrowserSession(deps, stores, {
      user,
      browser: request.browser,
      proof: { amr: ['pwd'], authenticatedAt: now },
    })
  })
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: 'password',
  })
  const known = device === undefined ? undefined : request.deviceCookie
  const { passwordChangedAt } = checked
  const deviceCookie = known ?? makeDeviceCookie(deps.secrets, { addressKey, passwordChangedAt })
  return { ...signedIn, deviceCookie }
}

const deviceOf = (
  { secrets }: SignInWithPasswordDeps,
  cookie: string | undefined,
  { addressKey, holder }: { readonly addressKey: string; readonly holder: PasswordHolder | undefined },
): string | undefined => {
  const passwordChangedAt = holder?.password?.changedAt
  if (passwordChangedAt === undefined) return undefined
  return readDeviceCookie(secrets, cookie, { addressKey, passwordChangedAt })
}
