import { AuthError } from '@latchkey/contract'
import { isOneTimeCode, readOneTimeToken } from '../forms/one-time-token.js'
import { BROWSER_CLIENT } from '../model/client.js'
import { ID_RANDOM_BYTES, newUserId, type UserId } from '../model/ids.js'
import { MAX_WRONG_CODES, type SignUp } from '../model/sign-up.js'
import type { Millis } from '../model/time.js'
import { toHookSession, toHookUser } from '../model/told-to-hooks.js'
import type { User } from '../model/user.js'
import type { Hooks } from '../ports/hooks.js'
import type { Log } from '../ports/log.js'
import type { PasswordHasher } from '../ports/password-hasher.js'
import type { SignUps } from '../ports/sign-ups.js'
import type { Transactions } from '../ports/storage.js'
import { deniedBy, expectAllowed } from './steps/expect-allowed.js'
import { findSignUpOfBrowser } from './steps/find-sign-up-of-browser.js'
import { knowBrowser } from './steps/know-browser.js'
import { noteOwnAct, noteSignIn } from './steps/note-own-act.js'
import {
  type Browser,
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { BY_PASSWORD } from './steps/sign-in-checked-user.js'
import { type ThrottlingDeps, tryThrottles } from './steps/take-throttles.js'

export interface ConfirmSignUpDeps extends OpenBrowserSessionDeps, ThrottlingDeps {
  readonly signUps: Pick<SignUps, 'find' | 'countCode'>
  readonly hasher: PasswordHasher
  readonly hooks: Hooks
  readonly storage: Transactions
  readonly log: Log
}

/** What a person brings from the message to prove that the mailbox is theirs. */
export type ConfirmationProof =
  | { readonly code: string }
  | { readonly token: string; readonly password?: string | undefined }

export interface ConfirmSignUp {
  readonly proof: ConfirmationProof
  /** Of the browser that signed up. */
  readonly signUpCookie: string | undefined
  readonly browser: Omit<Browser, 'remember'>
  readonly network: string | undefined
}

/**
 * A proved address → user and session. The message proves the mailbox; the cookie, or else the password, proves that it is the
 * person who signed up. Without the second somebody who signs up with another's address, and has its owner click on the link,
 * would hold the password of an account whose mailbox the owner proved.
 *
 * @throws AuthError `sign_up_unknown`, `code_wrong`, `link_invalid`, `confirmation_needs_password`, `password_wrong`,
 *   `hook_denied` when there is an account, and no session; `hook_failed`
 */
export const confirmSignUp = async (
  deps: ConfirmSignUpDeps,
  request: ConfirmSignUp,
): Promise<SignedInBrowser & { readonly deviceCookie: string }> => {
  const own = await findSignUpOfBrowser(deps, request.signUpCookie)
  const { proof } = request
  const signUp =
    'code' in proof ? await proveByCode(deps, own, proof.code) : await proveByToken(deps, own, proof)

  const now = deps.clock.now()
  const id = newUserId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
  const { browser, network } = request
  const caller = { client: BROWSER_CLIENT, network, userAgent: browser.userAgent }
  const asked = { user: toHookUser(userToBe(signUp, id, now)), proof: BY_PASSWORD, caller }
  // Before the transaction; and before anything is spent, so that a hook that fails can be asked again.
  const answer = await deps.hooks.beforeSignIn(asked)
  if (answer.outcome === 'failed') expectAllowed('beforeSignIn', answer)

  const done = await deps.storage.transaction(async (stores) => {
    // The point of no return: of two confirmations at once, one gets the sign-up.
    const taken = await stores.signUps.consume(signUp.id, now)
    if (taken === undefined) throw new AuthError('link_invalid', { detail: `${signUp.id} was used already` })
    const address = { email: taken.email, key: taken.emailKey }
    const created = await stores.accounts.createWithPassword({ ...taken, id, address }, now)
    const user = created === 'created' ? await stores.accounts.findById(id) : undefined
    // Since the message was written somebody has proved the address another way. They can sign in, or reset the password.
    if (user === undefined)
      throw new AuthError('link_invalid', { detail: `the address of ${signUp.id} is taken` })
    await noteOwnAct(deps, stores, {
      action: 'user.signed_up',
      userId: id,
      caller,
      detail: { by: 'password' },
    })
    // Who may not sign in has signed up all the same: somebody may have to let them in first.
    if (answer.outcome === 'denied') return { user, signedIn: undefined }
    const deviceCookie = await knowBrowser(deps, stores, { userId: id, addressKey: taken.emailKey })
    const opened = await openBrowserSession(deps, stores, {
      user,
      browser: { ...browser, remember: taken.remember },
      proof: { amr: ['pwd'], authenticatedAt: now },
    })
    await noteSignIn(deps, stores, { session: opened.session, caller, by: 'password' })
    return { user, signedIn: { ...opened, deviceCookie } }
  })
  const about = { ...asked, user: toHookUser(done.user) }
  deps.log.info('signed up', { user: id, session: done.signedIn?.session.id ?? 'none' })
  deps.hooks.afterSignUp(about)
  if (done.signedIn === undefined)
    throw deniedBy('beforeSignIn', answer.outcome === 'denied' ? answer.reason : '')
  deps.hooks.afterSignIn({ ...about, session: toHookSession(done.signedIn.session) })
  return done.signedIn
}

/** As it will stand in the database. */
const userToBe = ({ email, name, profile }: SignUp, id: UserId, now: Millis): User => ({
  id,
  email,
  emailVerifiedAt: now,
  name,
  picture: null,
  profile,
  roles: [],
  suspendedAt: null,
  createdAt: now,
  updatedAt: now,
})

const proveByCode = async (
  deps: ConfirmSignUpDeps,
  signUp: SignUp | undefined,
  code: string,
): Promise<SignUp> => {
  if (signUp === undefined) throw new AuthError('sign_up_unknown')
  // A million codes, a few guesses a sign-up and a few a day for an address, however many sign-ups there are for it.
  const mayGuess =
    (await deps.signUps.countCode(signUp.id, MAX_WRONG_CODES)) === 'counted' &&
    (await tryThrottles(deps, { codeForAddress: signUp.emailKey }))
  if (!mayGuess || !isOneTimeCode(deps.secrets, 'sign_up', signUp.id, code)) {
    throw new AuthError('code_wrong', { parameter: 'code', detail: signUp.id })
  }
  return signUp
}

const proveByToken = async (
  deps: ConfirmSignUpDeps,
  own: SignUp | undefined,
  { token, password }: { readonly token: string; readonly password?: string | undefined },
): Promise<SignUp> => {
  const id = readOneTimeToken(deps.secrets, 'sign_up', token)
  if (id === undefined) throw new AuthError('link_invalid')
  if (own?.id === id) return own
  const signUp = await deps.signUps.find(id)
  if (signUp === undefined || signUp.expiresAt <= deps.clock.now()) throw new AuthError('link_invalid')
  if (password === undefined) throw new AuthError('confirmation_needs_password', { parameter: 'password' })
  // Once it was guessed at too often, the right one does not help either, and nobody should be told that it is wrong.
  if ((await deps.signUps.countCode(id, MAX_WRONG_CODES)) === 'spent')
    throw new AuthError('link_invalid', { detail: `${id} was guessed at too often` })
  const isTheirs = await deps.hasher.verify({
    hash: signUp.passwordHash,
    password,
    claimed: signUp.emailKey,
  })
  if (!isTheirs) throw new AuthError('password_wrong', { parameter: 'password' })
  return signUp
}
