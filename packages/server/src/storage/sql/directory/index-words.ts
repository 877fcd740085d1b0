import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import { wordsOfUser } from '../../../model/search-words.js'
import type { Connection, Database, Dialect } from '../database.js'
import { bulkStatement, runBulk } from '../imports/given-rows.js'
import { type Statement, statement } from '../statement.js'

/**
 * Works off changes that triggers have noted: the words of each user are written anew. A change that is committed meanwhile has a row of its own,
 * which this transaction does not see and does not take.
 *
 * @returns how many changes were worked off
 */
export const indexWords = async (database: Database, limit: number): Promise<number> => {
  // Mostly there is nothing, and a transaction on SQLite keeps others from writing.
  if ((await database.run(selectOneDue, {})).length === 0) return 0
  return database.transaction(async (connection) => {
    const { name } = connection.dialect
    const due = await connection.run(takeDue[name], { limit })
    const ids = [...new Set(due.map((row) => row.user_id))].sort().map((id) => ({ id }))
    // Held until the words are there: of two processes the second reads what the first has left.
    const users = await runBulk(
      connection,
      connection.dialect.locksRows ? selectTextsForUpdate : selectTexts,
      ids,
    )
    await runBulk(connection, deleteWords, ids)
    await runBulk(
      connection,
      insertWords,
      users.flatMap((user) => wordsOfUser(user).map((word) => ({ word, user_id: user.id }))),
    )
    return due.length
  })
}

/** Enough that whoever was written just now is found, few enough to wait for. */
const BEFORE_A_SEARCH = 200

/** What a search does first. */
export const indexLatest = (database: Database): Promise<number> => indexWords(database, BEFORE_A_SEARCH)

const selectOneDue = statement((db) => db.selectFrom('user_words_due').select('id').limit(1))

type TakeDue = Statement<{ limit: number }, { user_id: UserId }>
const takeDueBy = (lock: string): TakeDue =>
  statement((db, given: { limit: number }) => ({
    compile: () =>
      sql<{ user_id: UserId }>`
        delete from user_words_due where id in
          (select id from user_words_due order by id limit ${given.limit} ${sql.raw(lock)})
        returning user_id`.compile(db),
  }))
const takeDue: Readonly<Record<Dialect['name'], TakeDue>> = {
  sqlite: takeDueBy(''),
  postgres: takeDueBy('for update skip locked'),
}

type Texts = { id: UserId; name: string | null; email: string | null }
const selectTextsBy = (lock: string) =>
  bulkStatement(
    { id: 'text' },
    (given) =>
      sql<Texts>`
        select users.id, users.name, users.email from users
        where users.id in (select given.id from ${given}) order by users.id ${sql.raw(lock)}`,
  )
const selectTexts = selectTextsBy('')
// Nothing that is looked up by its key changes: sessions may be opened meanwhile.
const selectTextsForUpdate = selectTextsBy('for no key update')

const deleteWords = bulkStatement(
  { id: 'text' },
  (given) => sql`delete from user_words where user_id in (select given.id from ${given})`,
)

const insertWords = bulkStatement(
  { word: 'text', user_id: 'text' },
  (given) => sql`insert into user_words (word, user_id) select word, user_id from ${given} where true`,
)

/** All words of these users. */
export const readWords = async (
  connection: Connection,
  ids: readonly UserId[],
): Promise<ReadonlyMap<UserId, readonly string[]>> => {
  const words = new Map<UserId, string[]>()
  const rows = await runBulk(
    connection,
    selectWords,
    ids.map((id) => ({ id })),
  )
  for (const { user_id, word } of rows) words.set(user_id, [...(words.get(user_id) ?? []), word])
  return words
}

const selectWords = bulkStatement(
  { id: 'text' },
  (given) =>
    sql<{ user_id: UserId; word: string }>`
      select user_words.user_id, user_words.word from ${given} cross join user_words
      where user_words.user_id = given.id`,
)
