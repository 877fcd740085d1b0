import { sql } from 'kysely'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { Accounts } from '../../ports/accounts.js'
import type { TransactionConnection } from './database.js'
import type { Memory } from './memory.js'
import { statement } from './statement.js'
import { insertUser, updatedAt } from './users.js'

type OperatedAccounts = Pick<
  Accounts,
  'createByOperator' | 'setRoles' | 'setSuspension' | 'unconfirmAddress' | 'holdCharge' | 'hasOtherHolder'
>

/** What operators do with users, inside a transaction. Whoever calls holds the user. */
export const operatedAccountsIn = (connection: TransactionConnection, memory: Memory): OperatedAccounts => ({
  createByOperator: async ({ id, address, isConfirmed, name, profile, roles }, now) => {
    const created = await connection.run(insertUser, {
      id,
      email: address?.email ?? null,
      email_key: isConfirmed ? (address?.key ?? null) : null,
      email_verified_at: isConfirmed && address !== null ? now : null,
      name,
      picture: null,
      profile: JSON.stringify(profile),
      roles: JSON.stringify(roles),
      suspended_at: null,
      created_at: now,
      updated_at: now,
    })
    return created.length > 0 ? 'created' : 'taken'
  },
  setRoles: async (id, roles, now) => {
    await connection.run(updateRoles, { id, roles: JSON.stringify(roles), now })
    connection.afterCommit(() => memory.forgetUser(id))
  },
  setSuspension: async (id, suspendedAt, now) => {
    await connection.run(updateSuspension, { id, suspendedAt, now })
    connection.afterCommit(() => memory.forgetUser(id))
  },
  unconfirmAddress: async (id, now) => {
    await connection.run(updateToUnconfirmed, { id, now })
    connection.afterCommit(() => memory.forgetUser(id))
  },
  holdCharge: async () => {
    if (connection.dialect.locksRows) await connection.run(lockCharge, {})
  },
  hasOtherHolder: async (id, roles) => {
    for (const role of roles)
      if ((await connection.run(selectOtherHolder, { id: id ?? NOBODY, role })).length > 0) return true
    return false
  },
})

const updateRoles = statement((db, given: { id: UserId; roles: string; now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({ roles: given.roles, updated_at: updatedAt(row, given.now) }))
    .where('id', '=', given.id),
)

const updateSuspension = statement((db, given: { id: UserId; suspendedAt: Millis | null; now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({ suspended_at: given.suspendedAt, updated_at: updatedAt(row, given.now) }))
    .where('id', '=', given.id),
)

const updateToUnconfirmed = statement((db, given: { id: UserId; now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({ email_key: null, email_verified_at: null, updated_at: updatedAt(row, given.now) }))
    .where('id', '=', given.id),
)

const lockCharge = statement((db) => ({
  compile: () => sql`select name from counters where name = 'operators' for update`.compile(db),
}))

/** No id of anybody. */
const NOBODY = '' as UserId

const selectOtherHolder = statement((db, given: { id: UserId; role: string }) =>
  db
    .selectFrom('user_roles')
    .innerJoin('users', 'users.id', 'user_roles.user_id')
    .select('users.id')
    .where('user_roles.role', '=', given.role)
    .where('user_roles.user_id', '!=', given.id)
    .where('users.suspended_at', 'is', null)
    .limit(1),
)
