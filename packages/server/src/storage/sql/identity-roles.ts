import { roleNames } from '@latchkey/contract'
import { giveRoles } from '../../model/given-roles.js'
import type { Identity } from '../../model/identity.js'
import type { Millis } from '../../model/time.js'
import type { TransactionConnection } from './database.js'
import { selectIdentitiesOf } from './identity-statements.js'
import type { Memory } from './memory.js'
import { statement } from './statement.js'
import type { UserRow } from './tables.js'
import { updatedAt } from './users.js'

const parse = (text: string): readonly string[] => roleNames.parse(JSON.parse(text))

/**
 * Replaces the roles that an identity gives to its user, who is locked.
 *
 * @returns `changed` when the identity is not this user's any more; nothing was written
 */
export const replaceRoles = async (
  connection: TransactionConnection,
  memory: Memory,
  {
    owner,
    identity,
    roles,
    now,
  }: {
    readonly owner: UserRow
    readonly identity: Identity
    readonly roles: readonly string[]
    readonly now: Millis
  },
): Promise<'replaced' | 'changed'> => {
  const isThis = (row: Identity) => row.provider === identity.provider && row.subject === identity.subject
  const rows = await connection.run(selectIdentitiesOf, { id: owner.id })
  const own = rows.find(isThis)
  if (own === undefined) return 'changed'
  const held = {
    all: parse(owner.roles),
    fromIdentity: parse(own.roles),
    fromOthers: rows.filter((row) => !isThis(row)).flatMap((row) => parse(row.roles)),
  }
  const after = giveRoles(held, roles)
  const [all, fromIdentity] = [JSON.stringify(after.all), JSON.stringify(after.fromIdentity)]
  if (fromIdentity !== own.roles) {
    const { provider, subject } = identity
    await connection.run(setIdentityRoles, { provider, subject, roles: fromIdentity })
  }
  if (all !== owner.roles) {
    await connection.run(setUserRoles, { id: owner.id, roles: all, now })
    connection.afterCommit(() => memory.forgetUser(owner.id))
  }
  return 'replaced'
}

const setIdentityRoles = statement((db, given: Identity & { roles: string }) =>
  db
    .updateTable('identities')
    .set({ roles: given.roles })
    .where('provider', '=', given.provider)
    .where('subject', '=', given.subject),
)

const setUserRoles = statement((db, given: Pick<UserRow, 'id' | 'roles'> & { now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({ roles: given.roles, updated_at: updatedAt(row, given.now) }))
    .where('id', '=', given.id),
)
