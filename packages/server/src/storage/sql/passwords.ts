import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { TypedName } from '../../model/typed-name.js'
import type { Accounts, KeptPassword, NewPasswordUser } from '../../ports/accounts.js'
import type { Connection, TransactionConnection } from './database.js'
import { foldLoginName, onlyHolderOf } from './login-names.js'
import { statement } from './statement.js'
import type { PasswordRow, UserRow } from './tables.js'
import { insertUser, lockUser, toUser } from './users.js'

/** What can be done with passwords on any connection: one statement each. */
export const passwordsOn = (
  connection: Connection,
): Pick<Accounts, 'findPasswordHolder' | 'findPassword' | 'upgradePassword'> => ({
  findPasswordHolder: async (name) => {
    const rows = await connection.run(selectHolder, { ...name, folded: foldLoginName(name.loginName) })
    const [row] = rows
    const user = toUser(rows)
    if (row === undefined || user === undefined) return undefined
    const { hash, changed_at: changedAt } = row
    return { user, password: hash === null || changedAt === null ? null : { hash, changedAt } }
  },
  findPassword: async (userId) => toKeptPassword(await connection.run(selectPassword, { userId })),
  upgradePassword: async (userId, replaced, hash) => {
    await connection.run(replaceHash, { userId, replaced, hash })
  },
})

/** Signing up with a password and setting one, inside a transaction. */
export const passwordsIn = (
  connection: TransactionConnection,
): Pick<
  Accounts,
  | 'findPasswordHolder'
  | 'findPassword'
  | 'upgradePassword'
  | 'createWithPassword'
  | 'setPassword'
  | 'removePassword'
> => {
  const single = passwordsOn(connection)
  return {
    ...single,

    findPassword: async (id) => {
      // Whoever sets a password holds the user: while we hold it nobody does, and what we read afterwards is what they set.
      if ((await lockUser(connection, id)) === undefined) return undefined
      return single.findPassword(id)
    },

    createWithPassword: async (user, now) => {
      const created = await connection.run(insertUser, newUser(user, now))
      if (created.length === 0) return 'taken'
      if (user.passwordHash !== null)
        await connection.run(upsertPassword, { userId: user.id, hash: user.passwordHash, now })
      return 'created'
    },

    setPassword: async (id, hash, now) => {
      if ((await lockUser(connection, id)) === undefined) return 'unknown'
      await connection.run(upsertPassword, { userId: id, hash, now })
      return 'set'
    },

    removePassword: async (userId) => {
      await connection.run(deletePassword, { userId })
    },
  }
}

const newUser = (user: NewPasswordUser, now: Millis): UserRow => ({
  id: user.id,
  email: user.address.email,
  email_key: user.address.key,
  email_verified_at: now,
  name: user.name,
  picture: null,
  profile: JSON.stringify(user.profile),
  roles: '[]',
  suspended_at: null,
  created_at: now,
  updated_at: now,
})

const toKeptPassword = ([row]: readonly PasswordRow[]): KeptPassword | undefined =>
  row && { hash: row.hash, changedAt: row.changed_at }

const selectHolder = statement((db, given: TypedName & { folded: string }) =>
  db
    .selectFrom('users')
    .leftJoin('passwords', 'passwords.user_id', 'users.id')
    .selectAll('users')
    .select(['passwords.hash', 'passwords.changed_at'])
    .where('users.id', '=', (row) =>
      row.fn.coalesce(
        row.selectFrom('users as owner').select('owner.id').where('owner.email_key', '=', given.addressKey),
        row.selectFrom('login_names').select('user_id').where('name', '=', given.loginName),
        onlyHolderOf(given.folded),
      ),
    ),
)

const selectPassword = statement((db, given: { userId: UserId }) =>
  db.selectFrom('passwords').selectAll().where('user_id', '=', given.userId),
)

/** `changed_at` names which password it is, so that of a later one is always later. */
const upsertPassword = statement((db, given: { userId: UserId; hash: string; now: Millis }) =>
  db
    .insertInto('passwords')
    .values({ user_id: given.userId, hash: given.hash, changed_at: given.now })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet((row) => ({
        hash: given.hash,
        changed_at: row
          .case()
          .when('passwords.changed_at', '<', given.now)
          .then(given.now)
          .else(row('passwords.changed_at', '+', 1))
          .end(),
      })),
    ),
)

const deletePassword = statement((db, given: { userId: UserId }) =>
  db.deleteFrom('passwords').where('user_id', '=', given.userId),
)

const replaceHash = statement((db, given: { userId: UserId; replaced: string; hash: string }) =>
  db
    .updateTable('passwords')
    .set({ hash: given.hash })
    .where('user_id', '=', given.userId)
    .where('hash', '=', given.replaced),
)
