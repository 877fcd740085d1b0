import { AuthError } from '@latchkey/contract'
import { readOneTimeToken } from '../../forms/one-time-token.js'
import { DJANGO_CLIENT } from '../../model/client.js'
import { ID_RANDOM_BYTES, newUserId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import { toHookUser } from '../../model/told-to-hooks.js'
import type { Hooks } from '../../ports/hooks.js'
import type { Log } from '../../ports/log.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { SignUps } from '../../ports/sign-ups.js'
import type { Transactions } from '../../ports/storage.js'
import { type FindSignUpDeps, findSignUpOfBrowser } from '../steps/find-sign-up-of-browser.js'
import { noteOwnAct } from '../steps/note-own-act.js'
import { type QueueMailDeps, queueMail } from '../steps/queue-mail.js'
import { BY_PASSWORD } from '../steps/sign-in-checked-user.js'
import { type HoldDjangoAccountDeps, holdDjangoAccount } from './steps/hold-django-account.js'

export interface ConfirmRegistrationDeps extends FindSignUpDeps, QueueMailDeps, HoldDjangoAccountDeps {
  readonly signUps: Pick<SignUps, 'find'>
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly hooks: Hooks
  readonly log: Log
}

/**
 * The link of a registration's message → a user with an account. It proves the mailbox, not who signed up: the password counts only
 * when the browser that chose it is the one that brings the link. Otherwise the owner of the mailbox gets another message, to choose
 * one; who signed up in their name has nothing of it.
 *
 * @throws AuthError `link_invalid`
 */
export const confirmRegistration = async (
  deps: ConfirmRegistrationDeps,
  request: {
    readonly token: string
    readonly signUpCookie: string | undefined
    readonly locale: Locale
    readonly network: string | undefined
    readonly userAgent: string | undefined
  },
): Promise<void> => {
  const own = await findSignUpOfBrowser(deps, request.signUpCookie)
  const id = readOneTimeToken(deps.secrets, 'sign_up', request.token)
  if (id === undefined) throw new AuthError('link_invalid')
  const isOwn = own?.id === id
  const { network, userAgent } = request
  const caller = { client: DJANGO_CLIENT, network, userAgent }

  const user = await deps.storage.transaction(async (stores) => {
    const now = deps.clock.now()
    // The point of no return: of two confirmations at once, one gets the sign-up.
    const taken = await stores.signUps.consume(id, now)
    if (taken === undefined) throw new AuthError('link_invalid', { detail: `${id} was used or has expired` })
    const userId = newUserId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
    const address = { email: taken.email, key: taken.emailKey }
    const created = await stores.accounts.createWithPassword(
      { ...taken, id: userId, address, passwordHash: isOwn ? taken.passwordHash : null },
      now,
    )
    const user = created === 'created' ? await stores.accounts.findById(userId) : undefined
    // Since the message was written somebody has proved the address another way. They can sign in, or reset the password.
    if (user === undefined) throw new AuthError('link_invalid', { detail: `the address of ${id} is taken` })
    await holdDjangoAccount(deps, stores, user)
    await noteOwnAct(deps, stores, { action: 'user.signed_up', userId, caller, detail: { by: 'password' } })
    if (!isOwn) {
      const intent = { kind: 'password_choice' } as const
      await queueMail(deps, stores.outbox, { to: taken.email, locale: request.locale, intent })
    }
    return user
  })
  deps.mailRound.soon()
  deps.log.info('signed up', { user: user.id, session: 'none' })
  deps.hooks.afterSignUp({ user: toHookUser(user), proof: BY_PASSWORD, caller })
}
