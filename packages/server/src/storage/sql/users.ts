import { profileFields, roleNames } from '@latchkey/contract'
import type { ExpressionBuilder } from 'kysely'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { Tables, UserRow } from './tables.js'

export const toUser = ([row]: readonly UserRow[]): User | undefined =>
  row && {
    id: row.id,
    email: row.email,
    emailVerifiedAt: row.email_verified_at,
    name: row.name,
    picture: row.picture,
    profile: profileFields.parse(JSON.parse(row.profile)),
    roles: roleNames.parse(JSON.parse(row.roles)),
    suspendedAt: row.suspended_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }

/** Holds the user until the transaction ends. */
export const lockUser = async (connection: Connection, id: UserId): Promise<UserRow | undefined> => {
  const [row] = await connection.run(connection.dialect.locksRows ? selectUserForUpdate : selectUser, { id })
  return row
}

/** The new `updated_at`: now, but later than the old one, so that who has read the row can tell that it is another. */
export const updatedAt = (row: ExpressionBuilder<Tables, 'users'>, now: Millis) =>
  row
    .case()
    .when('updated_at', '<', now)
    .then(now)
    .else(row('updated_at', '+', 1))
    .end()

/** The new `updated_at` tells an import that the person has changed something here. */
export const touchUser = statement((db, given: { userId: UserId; now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({ updated_at: updatedAt(row, given.now) }))
    .where('id', '=', given.userId),
)

export const selectUser = statement((db, given: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', given.id),
)

const selectUserForUpdate = statement((db, given: { id: UserId }) =>
  db.selectFrom('users').selectAll().where('id', '=', given.id).forUpdate(),
)

export const selectUserByProvenAddress = statement((db, given: { key: string }) =>
  db.selectFrom('users').selectAll().where('email_key', '=', given.key),
)

export const insertUser = statement((db, given: UserRow) =>
  db
    .insertInto('users')
    .values({
      id: given.id,
      email: given.email,
      email_key: given.email_key,
      email_verified_at: given.email_verified_at,
      name: given.name,
      picture: given.picture,
      profile: given.profile,
      roles: given.roles,
      suspended_at: given.suspended_at,
      created_at: given.created_at,
      updated_at: given.updated_at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id'),
)

export const deleteUser = statement((db, given: { id: UserId }) =>
  db.deleteFrom('users').where('id', '=', given.id),
)
