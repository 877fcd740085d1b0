import type { UserId } from '../../model/ids.js'
import type { User } from '../../model/user.js'
import type { Accounts } from '../../ports/accounts.js'
import { detailsIn } from './account-details.js'
import type { Connection, Database, TransactionConnection } from './database.js'
import { keepNumber } from './django-accounts.js'
import { identitiesIn, readIdentities } from './identities.js'
import { readLoginNames } from './login-names.js'
import type { Memory } from './memory.js'
import { operatedAccountsIn } from './operated-accounts.js'
import { passwordsIn, passwordsOn } from './passwords.js'
import type { Recent } from './recent.js'
import { lockSessionsOf } from './sessions-in-transaction.js'
import { deleteUser, lockUser, selectUser, selectUserByProvenAddress, toUser } from './users.js'

/** What needs no transaction: every reading, and the changes that are one statement. */
export type SingleAccounts = Pick<
  Accounts,
  | 'findById'
  | 'recall'
  | 'findByIdentity'
  | 'findByProvenAddress'
  | 'findByClaimedAddress'
  | 'listIdentities'
  | 'listLoginNames'
  | 'findPasswordHolder'
  | 'findPassword'
  | 'upgradePassword'
>

/** That part of the port over a database, with a memory of who was just read. */
export const accountsOn = (database: Database, recent: Recent<UserId, User>): SingleAccounts => {
  const users = readUsers(database)
  return {
    ...users,
    ...readIdentities(database),
    ...readLoginNames(database),
    ...passwordsOn(database),
    recall: (id) => recent.recall(id, () => users.findById(id)),
  }
}

/** The whole port, inside a transaction: each verb leaves the rows as they were unless it says that it did its work. */
export const accountsIn = (connection: TransactionConnection, memory: Memory): Accounts => {
  const users = readUsers(connection)
  return {
    ...users,
    recall: users.findById,
    hold: async (id) => {
      const row = await lockUser(connection, id)
      return row && toUser([row])
    },
    ...identitiesIn(connection, memory),
    ...readLoginNames(connection),
    ...passwordsIn(connection),
    ...detailsIn(connection, memory),
    ...operatedAccountsIn(connection, memory),

    delete: async (id) => {
      if ((await lockUser(connection, id)) === undefined) return 'unknown'
      // Nobody opens a session for a user who is held, so these are all.
      const sessions = await lockSessionsOf(connection, id)
      await connection.run(keepNumber, { userId: id })
      await connection.run(deleteUser, { id })
      connection.afterCommit(() => {
        memory.forgetUser(id)
        memory.forgetDjangoAccount(id)
        for (const session of sessions) memory.forgetSession(session)
      })
      return 'deleted'
    },
  }
}

const readUsers = (connection: Connection): Pick<Accounts, 'findById' | 'findByProvenAddress'> => ({
  findById: async (id) => toUser(await connection.run(selectUser, { id })),
  findByProvenAddress: async (key) => toUser(await connection.run(selectUserByProvenAddress, { key })),
})
