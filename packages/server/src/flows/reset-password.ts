import { AuthError } from '@latchkey/contract'
import { readOneTimeToken } from '../forms/one-time-token.js'
import type { Caller } from '../model/caller.js'
import type { UserId } from '../model/ids.js'
import type { Locale } from '../model/locale.js'
import type { OneTimeLink } from '../model/one-time-link.js'
import type { User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { OneTimeLinks } from '../ports/one-time-links.js'
import type { PasswordHasher } from '../ports/password-hasher.js'
import type { Transactions } from '../ports/storage.js'
import { type AdoptingStores, adoptClaimedAccount } from './steps/adopt-claimed-account.js'
import { type CheckNewPasswordDeps, checkNewPassword } from './steps/check-new-password.js'
import { knowBrowser } from './steps/know-browser.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { personalTexts } from './steps/personal-texts.js'
import { type ReplacePasswordDeps, replacePassword } from './steps/replace-password.js'
import { resetThrottles, type ThrottlingDeps } from './steps/take-throttles.js'

export interface ResetPasswordDeps extends CheckNewPasswordDeps, ReplacePasswordDeps, ThrottlingDeps {
  /** The name people know the product by. */
  readonly service: string
  readonly accounts: Pick<Accounts, 'findById'>
  readonly links: Pick<OneTimeLinks, 'find'>
  readonly hasher: PasswordHasher
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

/**
 * A link out of a message → a new password. Every session ends, API keys too, and every other link: whoever held the account before holds
 * nothing of it now. It does not sign in: the person does that with the new password.
 *
 * @returns whose password it is, and a cookie by which this browser is known: who has just read the owner's mail is not slowed
 *   down by strangers who guess
 * @throws AuthError `link_invalid`, `password_…`
 */
export const resetPassword = async (
  deps: ResetPasswordDeps,
  request: {
    readonly token: string
    readonly password: string
    readonly locale: Locale
    readonly caller: Caller
  },
): Promise<{ readonly userId: UserId; readonly deviceCookie: string }> => {
  const id = readOneTimeToken(deps.secrets, 'password_reset', request.token)
  const link = id && (await deps.links.find(id))
  if (link === undefined || link.expiresAt <= deps.clock.now()) throw new AuthError('link_invalid')
  const owner = await deps.accounts.findById(link.userId)
  if (owner === undefined) throw new AuthError('link_invalid', { detail: `${link.id}: no such user` })
  // A password that is refused leaves the link as it was.
  await checkNewPassword(deps, {
    password: request.password,
    personal: personalTexts(deps.service, owner),
  })
  const hash = await deps.hasher.hash(request.password)

  const now = deps.clock.now()
  const deviceCookie = await deps.storage.transaction(async (stores) => {
    const user = await stores.accounts.hold(link.userId)
    const taken = await stores.links.consume(link.id, now)
    // A link proves a mailbox: that of an address the account has no longer proves nothing about it.
    if (taken === undefined || user?.email !== taken.email)
      throw new AuthError('link_invalid', { detail: link.id })
    const owner = user.emailVerifiedAt === null ? await proveAddress(deps, stores, user, taken) : user
    await replacePassword(deps, stores, {
      user: owner,
      hash,
      keeps: null,
      apiKeys: 'end',
      locale: request.locale,
    })
    const { caller } = request
    await noteOwnAct(deps, stores, { action: 'password.reset', userId: user.id, caller })
    return knowBrowser(deps, stores, { userId: user.id, addressKey: taken.emailKey })
  })
  // What was guessed was another password.
  await resetThrottles(deps, { account: link.emailKey })
  deps.mailRound.soon()
  deps.log.info('password reset', { user: link.userId })
  return { userId: link.userId, deviceCookie }
}

/**
 * An address of a former backend, proved by reading mail there.
 *
 * @throws AuthError `link_invalid` when another has proved it meanwhile
 */
const proveAddress = async (
  deps: ResetPasswordDeps,
  stores: AdoptingStores,
  user: User,
  { email, emailKey: key }: OneTimeLink,
): Promise<User> => {
  const { id } = user
  if ((await adoptClaimedAccount(deps, stores, { id, address: { email, key }, keeps: null })) === 'taken')
    throw new AuthError('link_invalid', { detail: `the address of ${id} is another's` })
  return { ...user, emailVerifiedAt: deps.clock.now() }
}
