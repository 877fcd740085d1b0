import { AuthError } from '@latchkey/contract'
import { addressKeyOf } from '../model/address.js'
import type { Locale } from '../model/locale.js'
import type { Session } from '../model/session.js'
import type { Accounts } from '../ports/accounts.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { PasswordHasher } from '../ports/password-hasher.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckNewPasswordDeps, checkNewPassword } from './steps/check-new-password.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { knowBrowser } from './steps/know-browser.js'
import {
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { personalTexts } from './steps/personal-texts.js'
import { queueMail } from './steps/queue-mail.js'
import type { CurrentSession } from './steps/read-browser-session.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'
import { resetThrottles, type ThrottlingDeps, takeThrottles } from './steps/take-throttles.js'

export interface ChangePasswordDeps extends CheckNewPasswordDeps, OpenBrowserSessionDeps, ThrottlingDeps {
  /** The name people know the product by. */
  readonly service: string
  readonly accounts: Pick<Accounts, 'findPassword'>
  readonly hasher: PasswordHasher
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

export interface ChangePassword {
  readonly current: CurrentSession
  /** Left out by somebody who has no password yet. */
  readonly currentPassword: string | undefined
  readonly newPassword: string
  readonly userAgent: string | undefined
  readonly locale: Locale
}

/**
 * Another password. Every session ends, and every link; this browser goes on with a new session.
 *
 * @throws AuthError `password_wrong`, `recent_sign_in_needed` for a first password, `password_…`, `too_many_attempts`,
 *   `not_signed_in` when this session was ended meanwhile
 */
export const changePassword = async (
  deps: ChangePasswordDeps,
  request: ChangePassword,
): Promise<SignedInBrowser & { readonly deviceCookie: string }> => {
  const { user, session } = request.current
  const proof = await proveItIsThem(deps, request)
  await checkNewPassword(deps, {
    password: request.newPassword,
    personal: personalTexts(deps.service, user),
    parameter: 'newPassword',
  })
  const hash = await deps.hasher.hash(request.newPassword)

  const now = deps.clock.now()
  const signedIn = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, request.current)
    await stores.accounts.setPassword(user.id, hash, now)
    await stores.sessions.end(session.id, 'replaced', now)
    await stores.links.drop(user.id, 'password_reset')
    await stores.links.drop(user.id, 'email_change')
    await stores.sessions.endAllOf(user.id, null, 'password_changed', now)
    if (user.email !== null && user.emailVerifiedAt !== null) {
      const intent = { kind: 'password_changed' } as const
      await queueMail(deps, stores.outbox, {
        to: user.email,
        userId: user.id,
        locale: request.locale,
        intent,
      })
    }
    const addressKey = addressKeyOf(user.email ?? '')
    const deviceCookie = await knowBrowser(deps, stores, { userId: user.id, addressKey })
    const browser = { session: undefined, remember: session.remembered, userAgent: request.userAgent }
    return { ...(await openBrowserSession(deps, stores, { user, browser, proof })), deviceCookie }
  })
  deps.mailRound.soon()
  deps.log.info('password changed', { user: user.id, session: signedIn.session.id })
  return signedIn
}

const proveItIsThem = async (
  deps: ChangePasswordDeps,
  { current: { user, session }, currentPassword }: ChangePassword,
): Promise<Pick<Session, 'amr' | 'authenticatedAt'>> => {
  const kept = await deps.accounts.findPassword(user.id)
  if (kept === undefined) {
    requireRecentSignIn(deps, session)
    return session
  }
  // Counted like the attempts of a browser that is known: a session left open is not worth more guesses.
  const counted = { device: `change-password ${user.id}` }
  deps.hasher.refuseWhenFull()
  await takeThrottles(deps, counted)
  const matches =
    currentPassword !== undefined &&
    (await deps.hasher.verify({ hash: kept.hash, password: currentPassword, claimed: user.id }))
  if (!matches) throw new AuthError('password_wrong', { parameter: 'currentPassword' })
  await resetThrottles(deps, counted)
  return { amr: ['pwd'], authenticatedAt: deps.clock.now() }
}
