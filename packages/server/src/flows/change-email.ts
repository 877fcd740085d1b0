import { ID_RANDOM_BYTES, newLinkId } from '../model/ids.js'
import type { Locale } from '../model/locale.js'
import { DAY } from '../model/time.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { queueMail } from './steps/queue-mail.js'
import { readTypedAddress } from './steps/read-typed-address.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'
import { type ThrottlingDeps, takeThrottles, tryThrottles } from './steps/take-throttles.js'

export interface ChangeEmailDeps extends ThrottlingDeps {
  readonly storage: Transactions
  readonly mailRound: MailRound
}

const LIFETIME = 1 * DAY

/**
 * Asks for another address. Nothing changes until it has been confirmed; whether it is somebody's already shows nowhere but in
 * that mailbox.
 *
 * @throws AuthError `recent_sign_in_needed`, `address_invalid`, `too_many_attempts`, `not_signed_in` when the session was ended
 *   meanwhile
 */
export const changeEmail = async (
  deps: ChangeEmailDeps,
  request: {
    readonly current: CurrentSession
    readonly email: string
    readonly locale: Locale
    readonly network: string | undefined
  },
): Promise<void> => {
  const { user, session } = request.current
  requireRecentSignIn(deps, session)
  const address = readTypedAddress(request.email)
  await takeThrottles(deps, { mailFromNetwork: request.network })
  // Whoever floods a mailbox is not told that we stopped. What was sent before goes on working.
  if (!(await tryThrottles(deps, { mailToAddress: address.key }))) return

  const now = deps.clock.now()
  const id = newLinkId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
  await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, request.current)
    await stores.links.drop(user.id, 'email_change')
    await stores.links.add({
      id,
      userId: user.id,
      purpose: 'email_change',
      email: address.email,
      emailKey: address.key,
      wrongCodes: 0,
      createdAt: now,
      expiresAt: now + LIFETIME,
    })
    const intent = { kind: 'email_change', subject: id } as const
    await queueMail(deps, stores.outbox, {
      to: address.email,
      userId: user.id,
      locale: request.locale,
      intent,
    })
  })
  deps.mailRound.soon()
}
