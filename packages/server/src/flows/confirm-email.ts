import { AuthError } from '@latchkey/contract'
import { isOneTimeCode, readOneTimeToken } from '../forms/one-time-token.js'
import type { Locale } from '../model/locale.js'
import type { OneTimeLink } from '../model/one-time-link.js'
import { MAX_WRONG_CODES } from '../model/sign-up.js'
import type { User } from '../model/user.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { OneTimeLinks } from '../ports/one-time-links.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { queueMail } from './steps/queue-mail.js'
import { type ThrottlingDeps, tryThrottles } from './steps/take-throttles.js'

export interface ConfirmEmailDeps extends ThrottlingDeps {
  readonly links: Pick<OneTimeLinks, 'find' | 'findNewest' | 'countCode'>
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

/** What a person brings from the message. */
export type EmailProof = { readonly code: string } | { readonly token: string }

/**
 * A proved address becomes the user's, and the old one is told. Only while signed in as the user who asked for it: otherwise
 * somebody could have the owner of an address click it onto an account of their own.
 *
 * @returns the user with the new address
 * @throws AuthError `link_invalid`, `code_wrong`, `not_signed_in` when the session was ended meanwhile
 */
export const confirmEmail = async (
  deps: ConfirmEmailDeps,
  request: { readonly current: CurrentSession; readonly proof: EmailProof; readonly locale: Locale },
): Promise<User> => {
  const { proof } = request
  const { user } = request.current
  const link =
    'code' in proof ? await proveByCode(deps, user, proof.code) : await proveByToken(deps, user, proof.token)

  const now = deps.clock.now()
  const changed = await deps.storage.transaction(async (stores) => {
    const before = await holdCurrentUser(stores, request.current)
    const taken = await stores.links.consume(link.id, now)
    if (taken === undefined) throw new AuthError('link_invalid', { detail: link.id })
    const address = { email: taken.email, key: taken.emailKey }
    const outcome = await stores.accounts.changeAddress(user.id, address, now)
    if (outcome !== 'changed') throw new AuthError('link_invalid', { detail: `${link.id}: ${outcome}` })
    await noteOwnAct(deps, stores, {
      action: 'email.changed',
      userId: user.id,
      caller: request.current.caller,
      by: request.current.actor,
    })
    await stores.links.drop(user.id, 'password_reset')
    if (before.email !== null && before.emailVerifiedAt !== null && before.email !== taken.email) {
      await stores.outbox.keepFor({ userId: user.id, address: before.email })
      const intent = { kind: 'email_changed', newAddress: taken.email } as const
      await queueMail(deps, stores.outbox, {
        to: before.email,
        userId: user.id,
        locale: request.locale,
        intent,
      })
    }
    return stores.accounts.findById(user.id)
  })
  if (changed === undefined) throw new AuthError('link_invalid', { detail: link.id })
  deps.mailRound.soon()
  deps.log.info('address changed', { user: user.id })
  return changed
}

const proveByCode = async (deps: ConfirmEmailDeps, user: User, code: string): Promise<OneTimeLink> => {
  const link = await deps.links.findNewest(user.id, 'email_change', deps.clock.now())
  const mayGuess =
    link !== undefined &&
    (await deps.links.countCode(link.id, MAX_WRONG_CODES)) === 'counted' &&
    (await tryThrottles(deps, { codeForAddress: link.emailKey }))
  if (!mayGuess || !isOneTimeCode(deps.secrets, 'email_change', link.id, code)) {
    throw new AuthError('code_wrong', { parameter: 'code', detail: user.id })
  }
  return link
}

const proveByToken = async (deps: ConfirmEmailDeps, user: User, token: string): Promise<OneTimeLink> => {
  const id = readOneTimeToken(deps.secrets, 'email_change', token)
  const link = id && (await deps.links.find(id))
  if (link === undefined || link.expiresAt <= deps.clock.now() || link.userId !== user.id)
    throw new AuthError('link_invalid')
  return link
}
