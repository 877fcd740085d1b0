import { type AdminUser, AuthError, type CreateUserRequest } from '@latchkey/contract'
import { toDisplayName } from '../../model/display-name.js'
import { ID_RANDOM_BYTES, newUserId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import type { Roles } from '../../model/roles.js'
import type { RequestClaim } from '../../ports/kept-answers.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { PasswordHasher } from '../../ports/password-hasher.js'
import type { ProfileSchema } from '../../ports/profile-schema.js'
import type { Transactions } from '../../ports/storage.js'
import { type CheckNewPasswordDeps, checkNewPassword } from '../steps/check-new-password.js'
import { checkProfile } from '../steps/check-profile.js'
import { personalTexts } from '../steps/personal-texts.js'
import { type QueueMailDeps, queueMail } from '../steps/queue-mail.js'
import { readTypedAddress } from '../steps/read-typed-address.js'
import { describeUser } from './steps/describe-user.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'
import { requireAssignable } from './steps/require-assignable.js'
import { settleRequest } from './steps/settle-request.js'

export interface CreateUserDeps extends CheckNewPasswordDeps, QueueMailDeps {
  /** The name people know the product by. */
  readonly service: string
  readonly storage: Transactions
  readonly roles: Roles
  readonly hasher: PasswordHasher
  readonly profileSchema: ProfileSchema
  readonly mailRound: MailRound
}

/** @param claim of a request that may come again */
export interface UserWish {
  readonly wish: CreateUserRequest
  readonly claim: RequestClaim | undefined
  readonly locale: Locale
}

/**
 * Makes an account: with a password, or with a message by which its owner chooses one and so proves the mailbox, or with neither.
 *
 * @throws AuthError `address_invalid`, `address_taken`, `password_…`, `profile_invalid`, `role_unknown`, `permission_not_yours`,
 *   `permission_insufficient` for who gives roles without `latchkey:roles.assign`
 */
export const createUser = async (
  deps: CreateUserDeps,
  by: Operator,
  { wish, claim, locale }: UserWish,
): Promise<AdminUser> => {
  const address = wish.email === undefined ? null : readTypedAddress(wish.email)
  const name = toDisplayName(wish.name ?? '')
  const profile = await checkProfile(deps.profileSchema, wish.profile ?? {})
  const hash = await hashOf(deps, wish.password, { email: address?.email ?? null, name, profile })
  const roles = [...new Set(wish.roles)]
  const isConfirmed = wish.emailConfirmed === true && address !== null
  const now = deps.clock.now()
  const id = newUserId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))

  const created = await deps.storage.transaction(async (stores) => {
    const own = await holdOperator(deps, stores, by)
    if (roles.length > 0 && !own.has('latchkey:roles.assign'))
      throw new AuthError('permission_insufficient', { detail: 'latchkey:roles.assign' })
    requireAssignable(deps, own, { given: roles, taken: [] })
    const outcome = await stores.accounts.createByOperator(
      { id, address, isConfirmed, name, profile, roles },
      now,
    )
    const user = outcome === 'created' ? await stores.accounts.findById(id) : undefined
    if (user === undefined) throw new AuthError('address_taken', { parameter: 'email' })
    if (hash !== undefined) await stores.accounts.setPassword(id, hash, now)
    await noteAct(deps, stores, by, {
      action: wish.invite === true ? 'user.invited' : 'user.created',
      userId: id,
      detail: { roles, confirmed: isConfirmed, password: hash !== undefined },
    })
    if (wish.invite === true && address !== null) {
      const intent = { kind: 'invitation' } as const
      await queueMail(deps, stores.outbox, { to: address.email, userId: id, locale, intent })
    }
    const body = describeUser(user)
    await settleRequest(deps, stores, { claim, body })
    return body
  })
  deps.mailRound.soon()
  return created
}

const hashOf = async (
  deps: CreateUserDeps,
  password: string | undefined,
  owner: Parameters<typeof personalTexts>[1],
): Promise<string | undefined> => {
  if (password === undefined) return undefined
  await checkNewPassword(deps, { password, personal: personalTexts(deps.service, owner) })
  return deps.hasher.hash(password)
}
