import { sql } from 'kysely'
import type { DjangoAccount } from '../../model/django-account.js'
import type { DjangoId, UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { Connection } from './database.js'
import { deleteLoginName, foldLoginName, insertLoginName, selectOthersName } from './login-names.js'
import type { Recent } from './recent.js'
import { statement } from './statement.js'
import type { DjangoAccountRow } from './tables.js'
import { touchUser } from './users.js'

/** Where accounts are remembered that were just read. */
interface AccountMemory {
  readonly recall: DjangoAccounts['recall'] | undefined
  /** Called when an account has changed. */
  readonly forget: (userId: UserId) => void
}

/** Remembers accounts outside of transactions. */
export const rememberedAccounts = (
  connection: Connection,
  recent: Recent<UserId, DjangoAccount>,
): AccountMemory => ({
  recall: (userId) =>
    recent.recall(userId, async () => toAccount(await connection.run(selectByUser, { userId }))),
  forget: (userId) => recent.forget(userId),
})

/** The port, inside a transaction or not: making an account reads before it writes, and says so when that was too late. */
export const djangoAccountsOn = (connection: Connection, memory: AccountMemory): DjangoAccounts => {
  const findByUser: DjangoAccounts['findByUser'] = async (userId) =>
    toAccount(await connection.run(selectByUser, { userId }))
  return {
    findByUser,
    recall: memory.recall ?? findByUser,
    hold: async (userId) => {
      const select = connection.dialect.locksRows ? selectByUserForUpdate : selectByUser
      return toAccount(await connection.run(select, { userId }))
    },
    findIdKind: async () => {
      const [row] = await connection.run(selectAny, {})
      return row && (row.number === null ? 'uuid' : 'integer')
    },
    findById: async (id) => toAccount(await connection.run(selectById, { id })),

    create: async (account, now, uuid) => {
      const known = await findByUser(account.userId)
      if (known !== undefined) return known
      const taken = await nextNumber(connection)
      const number = uuid === undefined ? taken : null
      const row: DjangoAccountRow = {
        user_id: account.userId,
        id: uuid ?? (String(number) as DjangoId),
        number,
        username: account.username === null ? null : await freeUsername(connection, account.username),
        first_name: account.firstName,
        last_name: account.lastName,
        auth_provider: account.authProvider,
        last_login_at: account.lastLoginAt,
        joined_at: account.joinedAt,
        // No token of the former backend is theirs, whatever number it names.
        former_ended_at: now,
      }
      const created = toAccount(await connection.run(insertAccount, row))
      if (created === undefined) return 'changed'
      if (created.username !== null) await giveLoginName(connection, account.userId, created.username)
      return created
    },

    rename: async (userId, { username, firstName, lastName }, now) => {
      const before = await findByUser(userId)
      if (before === undefined) return 'unknown'
      if (username !== null && username !== before.username) {
        const folded = foldLoginName(username)
        if ((await connection.run(selectOthersName, { folded, userId })).length > 0) return 'taken'
      }
      const renamed = await connection.run(updateNames, { userId, username, firstName, lastName })
      if (renamed.length === 0) return 'taken'
      await connection.run(touchUser, { userId, now })
      memory.forget(userId)
      if (username === before.username) return 'renamed'
      if (username !== null) await giveLoginName(connection, userId, username)
      if (before.username !== null) await connection.run(deleteLoginName, { userId, name: before.username })
      return 'renamed'
    },

    recordLogin: async (userId, now) => {
      await connection.run(updateLogin, { userId, now })
      memory.forget(userId)
    },
  }
}

const toAccount = ([row]: readonly DjangoAccountRow[]): DjangoAccount | undefined =>
  row && {
    userId: row.user_id,
    id: row.id,
    username: row.username,
    firstName: row.first_name,
    lastName: row.last_name,
    authProvider: row.auth_provider,
    lastLoginAt: row.last_login_at,
    joinedAt: row.joined_at,
    formerEndedAt: row.former_ended_at,
  }

/** A username is a name to sign in with, unless somebody signs in with it already who has another username. */
const giveLoginName = async (connection: Connection, userId: UserId, name: string): Promise<void> => {
  await connection.run(insertLoginName, { name, folded: foldLoginName(name), userId })
}

/**
 * A number nobody has had: neither somebody of the former backend, nor anybody here who is gone. Whoever makes an account waits here
 * for who makes one in the same moment, so that nothing of theirs is taken twice.
 */
const nextNumber = async (connection: Connection): Promise<number> => {
  const [last] = await connection.run(selectLastNumber, {})
  const [row] = await connection.run(takeNumber, { floor: last?.number ?? 0 })
  if (row === undefined) throw new Error('the counter of primary keys gave no number')
  return row.value
}

/** The name itself, or the first of name2, name3, … that nobody has, in steps that double: few questions for many Alices. */
const freeUsername = async (connection: Connection, wanted: string): Promise<string> => {
  let free = wanted
  for (let digits = 2; (await connection.run(selectUsername, { username: free })).length > 0; digits *= 2) {
    free = `${wanted}${digits}`
  }
  return free
}

const selectByUser = statement((db, given: { userId: UserId }) =>
  db.selectFrom('django_accounts').selectAll().where('user_id', '=', given.userId),
)

const selectByUserForUpdate = statement((db, given: { userId: UserId }) =>
  db.selectFrom('django_accounts').selectAll().where('user_id', '=', given.userId).forUpdate(),
)

const selectById = statement((db, given: { id: DjangoId }) =>
  db.selectFrom('django_accounts').selectAll().where('id', '=', given.id),
)

const selectAny = statement((db) => db.selectFrom('django_accounts').select('number').limit(1))

const selectUsername = statement((db, given: { username: string }) =>
  db.selectFrom('django_accounts').select('user_id').where('username', '=', given.username),
)

const selectLastNumber = statement((db) =>
  db
    .selectFrom('django_accounts')
    .select('number')
    .where('number', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1),
)

const takeNumber = statement((db, given: { floor: number }) =>
  db
    .insertInto('counters')
    .values(({ val }) => ({ name: val('django'), value: sql<number>`cast(${given.floor} as bigint) + 1` }))
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        value: sql<number>`case when counters.value > cast(${given.floor} as bigint)
          then counters.value + 1 else cast(${given.floor} as bigint) + 1 end`,
      }),
    )
    .returning('value'),
)

/** The number of somebody who goes is nobody's again: an API may still keep rows of theirs. */
export const keepNumber = statement((db, given: { userId: UserId }) =>
  db
    .insertInto('counters')
    .columns(['name', 'value'])
    .expression((from) =>
      from
        .selectFrom('django_accounts')
        .select(({ val, ref }) => [val('django').as('name'), ref('number').$notNull().as('value')])
        .where('user_id', '=', given.userId)
        .where('number', 'is not', null),
    )
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({
        value: sql<number>`case when counters.value < excluded.value then excluded.value else counters.value end`,
      }),
    ),
)

const insertAccount = statement((db, given: DjangoAccountRow) =>
  db
    .insertInto('django_accounts')
    .values({
      user_id: given.user_id,
      id: given.id,
      number: given.number,
      username: given.username,
      first_name: given.first_name,
      last_name: given.last_name,
      auth_provider: given.auth_provider,
      last_login_at: given.last_login_at,
      joined_at: given.joined_at,
      former_ended_at: given.former_ended_at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll(),
)

interface NameColumns {
  readonly userId: UserId
  readonly username: string | null
  readonly firstName: string | null
  readonly lastName: string | null
}

/** Does nothing when another has the username. */
const updateNames = statement((db, given: NameColumns) =>
  db
    .updateTable('django_accounts')
    .set({ username: given.username, first_name: given.firstName, last_name: given.lastName })
    .where('user_id', '=', given.userId)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('django_accounts as holder')
            .select('holder.user_id')
            .where('holder.username', '=', given.username)
            .where('holder.user_id', '!=', given.userId),
        ),
      ),
    )
    .returning('user_id'),
)

const updateLogin = statement((db, given: { userId: UserId; now: Millis }) =>
  db.updateTable('django_accounts').set({ last_login_at: given.now }).where('user_id', '=', given.userId),
)

/** Whoever ends every session of a user ends those too that tokens of a former backend would still open. */
export const endFormerTokens = statement((db, given: { userId: UserId; now: Millis }) =>
  db.updateTable('django_accounts').set({ former_ended_at: given.now }).where('user_id', '=', given.userId),
)
