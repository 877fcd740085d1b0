import type { Caller } from '../model/caller.js'
import type { Locale } from '../model/locale.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Transactions } from '../ports/storage.js'
import { queueMail } from './steps/queue-mail.js'
import { readTypedAddress } from './steps/read-typed-address.js'
import { type ThrottlingDeps, takeThrottles, tryThrottles } from './steps/take-throttles.js'

export interface RequestPasswordResetDeps extends ThrottlingDeps {
  readonly storage: Transactions
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
  request: { readonly email: string; readonly locale: Locale; readonly caller: Caller },
): Promise<void> => {
  const address = readTypedAddress(request.email)
  await takeThrottles(deps, { mailFromNetwork: request.caller.network })
  // The messages that went out before this still work.
  if (!(await tryThrottles(deps, { mailToAddress: address.key }))) return
  await deps.storage.transaction(async (stores) => {
    await queueMail(deps, stores.outbox, {
      to: address.email,
      locale: request.locale,
      intent: { kind: 'password_reset' },
    })
    // Of whom nobody has looked up yet.
    await stores.audit.note({
      action: 'password.reset_asked',
      actor: { kind: 'stranger', id: null },
      userId: null,
      target: null,
      refusal: null,
      caller: request.caller,
      detail: null,
      occurredAt: deps.clock.now(),
    })
  })
  deps.mailRound.soon()
}
