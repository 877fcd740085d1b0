import type { Locale } from '../model/locale.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Outbox } from '../ports/outbox.js'
import { queueMail } from './steps/queue-mail.js'
import { readTypedAddress } from './steps/read-typed-address.js'
import { type ThrottlingDeps, takeThrottles, tryThrottles } from './steps/take-throttles.js'

export interface RequestPasswordResetDeps extends ThrottlingDeps {
  readonly outbox: Pick<Outbox, 'add'>
  readonly mailRound: MailRound
}

/**
 * Asks for a message with which a password can be set. Whose address it is, is looked up by whoever writes the message: the
 * answer and its time are the same for every address.
 *
 * @throws AuthError `address_invalid`, `too_many_attempts` for a network that asks too much
 */
export const requestPasswordReset = async (
  deps: RequestPasswordResetDeps,
  request: { readonly email: string; readonly locale: Locale; readonly network: string | undefined },
): Promise<void> => {
  const address = readTypedAddress(request.email)
  await takeThrottles(deps, { mailFromNetwork: request.network })
  // The messages that went out before this still work.
  if (!(await tryThrottles(deps, { mailToAddress: address.key }))) return
  await queueMail(deps, deps.outbox, {
    to: address.email,
    locale: request.locale,
    intent: { kind: 'password_reset' },
  })
  deps.mailRound.soon()
}
