import type { Locale } from '../../model/locale.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Outbox } from '../../ports/outbox.js'
import { queueMail } from '../steps/queue-mail.js'
import { readTypedAddress } from '../steps/read-typed-address.js'
import { type ThrottlingDeps, takeThrottles, tryThrottles } from '../steps/take-throttles.js'

export interface ResendRegistrationDeps extends ThrottlingDeps {
  readonly outbox: Pick<Outbox, 'add'>
  readonly mailRound: MailRound
}

/**
 * The message of a registration once more, to whoever registered last with the address. Whether anybody has is looked up by whoever
 * writes it: the answer and its time are the same for every address.
 *
 * @throws AuthError `address_invalid`, `too_many_attempts` for a network that asks too much
 */
export const resendRegistration = async (
  deps: ResendRegistrationDeps,
  request: { readonly email: string; readonly locale: Locale; readonly network: string | undefined },
): Promise<void> => {
  const address = readTypedAddress(request.email)
  await takeThrottles(deps, { mailFromNetwork: request.network })
  if (!(await tryThrottles(deps, { mailToAddress: address.key }))) return
  const intent = { kind: 'sign_up', subject: 'newest' } as const
  await queueMail(deps, deps.outbox, { to: address.email, locale: request.locale, intent })
  deps.mailRound.soon()
}
