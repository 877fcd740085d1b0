import type { Locale } from '../../model/locale.js'
import type { Log } from '../../ports/log.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import { type CheckNewPasswordDeps, checkNewPassword } from '../steps/check-new-password.js'
import type { CurrentSession } from '../steps/current-of.js'
import { holdCurrentUser } from '../steps/hold-current-user.js'
import { noteOwnAct } from '../steps/note-own-act.js'
import { personalTexts } from '../steps/personal-texts.js'
import { type ProveItIsThemDeps, proveItIsThem } from '../steps/prove-it-is-them.js'
import { type ReplacePasswordDeps, replacePassword } from '../steps/replace-password.js'
import { requireRecentSignIn } from '../steps/require-recent-sign-in.js'

export interface ChangeDjangoPasswordDeps
  extends CheckNewPasswordDeps,
    ProveItIsThemDeps,
    ReplacePasswordDeps {
  /** The name people know the product by. */
  readonly service: string
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

export interface ChangeDjangoPassword {
  readonly current: CurrentSession
  /** Frontends of backends that did not ask for it send none: then the sign-in must be of a moment ago. */
  readonly oldPassword: string | undefined
  readonly newPassword: string
  readonly locale: Locale
}

/**
 * Another password for somebody at the Django door. Every other session ends, and every link; this one goes on, for these frontends
 * keep the tokens they have.
 *
 * @throws AuthError `password_wrong`, `recent_sign_in_needed` without the old one, `password_…`, `too_many_attempts`,
 *   `not_signed_in` when this session was ended meanwhile
 */
export const changeDjangoPassword = async (
  deps: ChangeDjangoPasswordDeps,
  { current, oldPassword, newPassword: password, locale }: ChangeDjangoPassword,
): Promise<void> => {
  if (oldPassword === undefined) requireRecentSignIn(deps, current.session)
  else await proveItIsThem(deps, current, oldPassword)
  await checkNewPassword(deps, { password, personal: personalTexts(deps.service, current.user) })
  const hash = await deps.hasher.hash(password)
  await deps.storage.transaction(async (stores) => {
    const user = await holdCurrentUser(stores, current)
    await replacePassword(deps, stores, {
      user,
      hash,
      keeps: current.session.id,
      apiKeys: 'stay',
      locale,
    })
    const { caller } = current
    await noteOwnAct(deps, stores, { action: 'password.changed', userId: user.id, caller })
  })
  deps.mailRound.soon()
  deps.log.info('password changed', { user: current.user.id, session: current.session.id })
}
