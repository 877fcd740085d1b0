import { addressKeyOf } from '../model/address.js'
import type { Locale } from '../model/locale.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Transactions } from '../ports/storage.js'
import { type CheckNewPasswordDeps, checkNewPassword } from './steps/check-new-password.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { knowBrowser } from './steps/know-browser.js'
import { noteOwnAct } from './steps/note-own-act.js'
import {
  type OpenBrowserSessionDeps,
  openBrowserSession,
  type SignedInBrowser,
} from './steps/open-browser-session.js'
import { personalTexts } from './steps/personal-texts.js'
import { type ProveItIsThemDeps, proveItIsThem } from './steps/prove-it-is-them.js'
import { type ReplacePasswordDeps, replacePassword } from './steps/replace-password.js'

export interface ChangePasswordDeps
  extends CheckNewPasswordDeps,
    OpenBrowserSessionDeps,
    ProveItIsThemDeps,
    ReplacePasswordDeps {
  /** The name people know the product by. */
  readonly service: string
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
 * Another password. Every sign-in ends, and every link; this browser goes on with a new session, and the API keys go on: programs are
 * not to stand still because their owner follows good advice. Who does not know them ends them where they are listed.
 *
 * @throws AuthError `password_wrong`, `recent_sign_in_needed` for a first password, `password_…`, `too_many_attempts`,
 *   `not_signed_in` when this session was ended meanwhile
 */
export const changePassword = async (
  deps: ChangePasswordDeps,
  request: ChangePassword,
): Promise<SignedInBrowser & { readonly deviceCookie: string }> => {
  const { user, session } = request.current
  const proof = await proveItIsThem(deps, request.current, request.currentPassword)
  await checkNewPassword(deps, {
    password: request.newPassword,
    personal: personalTexts(deps.service, user),
    parameter: 'newPassword',
  })
  const hash = await deps.hasher.hash(request.newPassword)

  const now = deps.clock.now()
  const signedIn = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, request.current)
    await stores.sessions.end(session.id, 'replaced', now)
    await replacePassword(deps, stores, { user, hash, keeps: null, apiKeys: 'stay', locale: request.locale })
    await noteOwnAct(deps, stores, {
      action: 'password.changed',
      userId: user.id,
      caller: request.current.caller,
      by: request.current.actor,
    })
    const addressKey = addressKeyOf(user.email ?? '')
    const deviceCookie = await knowBrowser(deps, stores, { userId: user.id, addressKey })
    const browser = { session: undefined, remember: session.remembered, userAgent: request.userAgent }
    return { ...(await openBrowserSession(deps, stores, { user, browser, proof })), deviceCookie }
  })
  deps.mailRound.soon()
  deps.log.info('password changed', { user: user.id, session: signedIn.session.id })
  return signedIn
}
