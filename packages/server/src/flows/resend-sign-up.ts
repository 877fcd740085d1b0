import { AuthError } from '@latchkey/contract'
import type { Locale } from '../model/locale.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Outbox } from '../ports/outbox.js'
import type { SignUps } from '../ports/sign-ups.js'
import { findSignUpOfBrowser } from './steps/find-sign-up-of-browser.js'
import { queueMail } from './steps/queue-mail.js'
import { type ThrottlingDeps, takeThrottles } from './steps/take-throttles.js'

export interface ResendSignUpDeps extends ThrottlingDeps {
  readonly signUps: Pick<SignUps, 'find'>
  readonly outbox: Pick<Outbox, 'add'>
  readonly mailRound: MailRound
}

/**
 * Sends the message of a sign-up once more, with the same link and code.
 *
 * @param cookie of the browser that signed up
 * @throws AuthError `sign_up_unknown`, `too_many_attempts`
 */
export const resendSignUp = async (
  deps: ResendSignUpDeps,
  request: {
    readonly cookie: string | undefined
    readonly locale: Locale
    readonly network: string | undefined
  },
): Promise<void> => {
  const signUp = await findSignUpOfBrowser(deps, request.cookie)
  if (signUp === undefined) throw new AuthError('sign_up_unknown')
  await takeThrottles(deps, { mailFromNetwork: request.network, mailToAddress: signUp.emailKey })
  const intent = { kind: 'sign_up', subject: signUp.id } as const
  await queueMail(deps, deps.outbox, { to: signUp.email, locale: request.locale, intent })
  deps.mailRound.soon()
}
