import type { AdminUser } from '@latchkey/contract'
import { changeRoles } from '../../flows/admin/change-roles.js'
import { confirmUserAddress } from '../../flows/admin/confirm-address.js'
import { deleteUser } from '../../flows/admin/delete-user.js'
import { endUserSessions } from '../../flows/admin/end-user-sessions.js'
import { forcePasswordReset } from '../../flows/admin/force-password-reset.js'
import { restoreUser } from '../../flows/admin/restore-user.js'
import { describeUser } from '../../flows/admin/steps/describe-user.js'
import { suspendUser } from '../../flows/admin/suspend-user.js'
import type { User } from '../../model/user.js'
import { askForReason } from '../ask-for-reason.js'
import { CommandError } from '../command-error.js'
import { confirm } from '../confirm.js'
import { operatingCommand } from '../operating-command.js'
import { type OperatingDeps, operatingDeps } from '../operating-deps.js'
import { type Printed, print } from '../print.js'
import { requireMail } from '../require-mail.js'
import { withStorage } from '../with-storage.js'
import { findUser } from './find-user.js'
import { readLanguage } from './read-language.js'
import { sayChanged } from './say-user.js'

/** An act on a person, as it was typed. */
export interface TypedAct {
  readonly config?: string
  readonly json?: boolean
  readonly reason?: string
  readonly yes?: boolean
}

/** Finds the person, does it and says so. */
const act = (
  who: string,
  typed: TypedAct,
  work: (deps: OperatingDeps, user: User) => Promise<Printed>,
): Promise<void> =>
  withStorage(typed.config, async (given) => {
    const deps = operatingDeps(given)
    print(typed, await work(deps, await findUser(deps, who)))
  })

const nameOf = ({ email, name, id }: Pick<AdminUser, 'email' | 'name' | 'id'>): string => email ?? name ?? id

/**
 * Anybody says of an address that it is theirs, and whoever types it means its owner.
 *
 * @throws CommandError for an address that nobody has proved: an id says who is meant
 */
const expectMeant = (who: string, { id, emailVerifiedAt }: User): void => {
  if (emailVerifiedAt !== null || who === id) return
  throw new CommandError(
    `Nobody has proved that ${JSON.stringify(who)} is theirs; ${id} has only said so.`,
    'Look at latchkey user show. If that is who you mean, give the id.',
  )
}

/** `latchkey user suspend`. */
export const suspendPerson = (who: string, typed: TypedAct): Promise<void> =>
  act(who, typed, async (deps, { id }) => {
    const reason = await askForReason(typed)
    const user = await suspendUser(deps, operatingCommand(), { id, reason })
    return sayChanged(user, 'Suspended; every session and API key has ended.')
  })

/** `latchkey user restore`. */
export const restorePerson = (who: string, typed: TypedAct): Promise<void> =>
  act(who, typed, async (deps, { id }) => {
    const reason = await askForReason(typed)
    return sayChanged(await restoreUser(deps, operatingCommand(), { id, reason }), 'May sign in again.')
  })

/** `latchkey user confirm`: vouches for the mailbox, or takes that back. */
export const confirmPerson = (who: string, typed: TypedAct & { readonly undo?: boolean }): Promise<void> =>
  act(who, typed, async (deps, person) => {
    const { id } = person
    const confirmed = typed.undo !== true
    if (confirmed) expectMeant(who, person)
    const reason = await askForReason(typed)
    const user = await confirmUserAddress(deps, operatingCommand(), { id, confirmed, reason })
    return sayChanged(
      user,
      confirmed ? 'The address is confirmed.' : 'The address is not confirmed any more.',
    )
  })

/** `latchkey user roles`: what they have, or what changes about it. */
export const rolesOfPerson = (
  who: string,
  typed: TypedAct & { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): Promise<void> =>
  act(who, typed, async (deps, user) => {
    const { add = [], remove = [] } = typed
    if (add.length + remove.length === 0) return sayRoles(describeUser(user))
    if (add.length > 0) expectMeant(who, user)
    const reason = await askForReason(typed)
    const roles = [...user.roles.filter((role) => !remove.includes(role)), ...add]
    return sayRoles(await changeRoles(deps, operatingCommand(), { id: user.id, roles, reason }))
  })

const sayRoles = (user: AdminUser): Printed => ({
  document: user,
  lines: user.roles.length === 0 ? [`${nameOf(user)} has no role.`] : user.roles,
})

/** `latchkey user reset-password`. */
export const resetPasswordOf = (
  who: string,
  typed: TypedAct & { readonly language?: string },
): Promise<void> =>
  act(who, typed, async (deps, user) => {
    const locale = readLanguage(typed.language)
    requireMail(deps, 'Suspend the person, or configure `browser`.')
    const reason = await askForReason(typed)
    await confirm(`${nameOf(user)} loses the password, every session and every API key.`, typed)
    const ended = await forcePasswordReset(deps, operatingCommand(), { id: user.id, reason, locale })
    return {
      document: ended,
      lines: [
        'The password is gone. A message lets its owner choose another one; a running server sends it.',
      ],
    }
  })

/** `latchkey user end-sessions`. */
export const endSessionsOf = (who: string, typed: TypedAct): Promise<void> =>
  act(who, typed, async (deps, { id }) => {
    const reason = await askForReason(typed)
    const ended = await endUserSessions(deps, operatingCommand(), { id, reason })
    return {
      document: ended,
      lines: [ended.ended === 1 ? '1 session has ended.' : `${ended.ended} sessions have ended.`],
    }
  })

/** `latchkey user delete`. */
export const deletePerson = (who: string, typed: TypedAct): Promise<void> =>
  act(who, typed, async (deps, user) => {
    const reason = await askForReason(typed)
    await confirm(`${nameOf(user)} and everything kept about them is deleted.`, typed)
    await deleteUser(deps, operatingCommand(), { id: user.id, reason })
    return { document: { deleted: user.id }, lines: [`Deleted ${user.id}.`] }
  })
