import { AuthError } from '@latchkey/contract'
import { readSessionCookie } from '../forms/session-cookie.js'
import { parseAddress } from '../model/address.js'
import type { Locale } from '../model/locale.js'
import type { Roles } from '../model/roles.js'
import { DAY } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Secrets } from '../ports/secrets.js'
import type { SpentProofs } from '../ports/spent-proofs.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { keepCharge } from './steps/keep-charge.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { queueMail } from './steps/queue-mail.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'

export interface DeleteAccountDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly spentProofs: Pick<SpentProofs, 'isSpent'>
  readonly mailRound: MailRound
  readonly secrets: Secrets
  readonly clock: Clock
  readonly log: Log
}

/** How long a cookie is remembered with which an account was deleted: for whoever asks again because the answer got lost. */
const REMEMBERED = 1 * DAY

/**
 * Deletes an account and everything kept about the person: identities, sessions, password, profile, links and messages.
 * What stays is one message that says so, for as long as any message is kept, and the sign-ups that others have begun with the
 * address: if they went, whoever began one could tell that there was an account. Asked again with the same cookie, the answer is
 * the same.
 *
 * @param request.cookie the session cookie of this browser, whether it still opens anything or not
 * @throws AuthError `not_signed_in`, `recent_sign_in_needed`, `last_operator`
 */
export const deleteAccount = async (
  deps: DeleteAccountDeps,
  request: {
    readonly current: CurrentSession | undefined
    readonly cookie: string | undefined
    readonly locale: Locale
  },
): Promise<void> => {
  const form = request.cookie === undefined ? undefined : readSessionCookie(deps.secrets, request.cookie)
  if (form === undefined) throw new AuthError('not_signed_in')
  const mark = `account-deleted ${form.secretHash}`
  if (request.current === undefined) {
    if (await deps.spentProofs.isSpent(mark)) return
    throw new AuthError('not_signed_in')
  }
  const { current } = request
  requireRecentSignIn(deps, current.session)

  await deps.storage.transaction(async (stores) => {
    // Of two requests at once the second waits here, and is told the same.
    if (!(await stores.spentProofs.consumeOnce(mark, deps.clock.now() + REMEMBERED))) return
    await stores.accounts.holdCharge()
    const user = await holdCurrentUser(stores, current)
    await keepCharge(deps, stores, { user, after: [] })
    await noteOwnAct(deps, stores, {
      action: 'user.deleted',
      userId: user.id,
      caller: current.caller,
      by: current.actor,
    })
    await stores.accounts.delete(user.id)
    const address = user.emailVerifiedAt === null ? undefined : parseAddress(user.email ?? '')
    await stores.outbox.dropOf({ userId: user.id, address: address?.email ?? null })
    if (address === undefined) return
    const intent = { kind: 'account_deleted' } as const
    await queueMail(deps, stores.outbox, { to: address.email, locale: request.locale, intent })
  })
  deps.mailRound.soon()
  deps.log.info('account deleted', { user: current.user.id })
}
