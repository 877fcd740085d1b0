import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { ListPlace } from '../../../model/list-place.js'
import type { Millis } from '../../../model/time.js'
import type { UserFilter } from '../../../ports/user-directory.js'
import type { Connection } from '../database.js'
import { type Statement, statement } from '../statement.js'

/** The way through an index: users in its order, those behind a place, no more than are asked for. */
export type Walk = (
  connection: Connection,
  after: ListPlace | null,
  limit: number,
) => Promise<readonly UserPlace[]>
export type UserPlace = ListPlace & { readonly id: UserId }

/** Above every id, in whatever order a database has its letters. */
const BEHIND_ALL = `usr_${'g'.repeat(32)}`
const LATEST: Millis = Number.MAX_SAFE_INTEGER
/** Above every word that begins with the text before it: no letter is higher. */
const HIGHEST_LETTER = '\u{10ffff}'

/** The way that passes the fewest users in vain, as far as a filter tells: one of its conditions, by the index that knows it. */
export const walkFor = (filter: UserFilter): Walk => {
  const { role, provider, createdFrom, createdBefore, status } = filter
  if (createdFrom !== undefined || createdBefore !== undefined)
    return byCreation(createdFrom ?? 0, createdBefore ?? LATEST)
  if (status === 'suspended') return byBirth(selectSuspended, {})
  if (role !== undefined) return byBirth(selectByRole, { role })
  if (provider !== undefined) return byBirth(selectByProvider, { provider })
  if (status === 'unconfirmed') return byBirth(selectUnconfirmed, {})
  return byBirth(selectAll, {})
}

interface Behind {
  readonly after: string
  readonly limit: number
}
type IdRow = { id: UserId }

const byBirth =
  <Condition extends object>(select: Statement<Condition & Behind, IdRow>, condition: Condition): Walk =>
  async (connection, after, limit) => {
    const rows = await connection.run(select, { ...condition, after: after?.id ?? BEHIND_ALL, limit })
    return rows.map(({ id }) => ({ id, createdAt: null, word: null }))
  }

const byCreation =
  (from: Millis, before: Millis): Walk =>
  async (connection, after, limit) => {
    const at = after?.createdAt ?? before
    const rows = await connection.run(selectByCreation, { from, at, id: after?.id ?? '', limit })
    return rows.map(({ id, created_at }) => ({ id, createdAt: created_at, word: null }))
  }

/** Every user with a word that begins so, once for each of these words. */
export const walkWords =
  (prefix: string): Walk =>
  async (connection, after, limit) => {
    const rows = await connection.run(selectByWord, {
      word: after?.word ?? prefix,
      id: after?.id ?? '',
      to: prefix + HIGHEST_LETTER,
      limit,
    })
    return rows.map(({ word, id }) => ({ id, createdAt: null, word }))
  }

/** How many words begin so; it counts no further than `most`. */
export const countWords = async (connection: Connection, prefix: string, most: number): Promise<number> => {
  const [row] = await connection.run(countByWord, { from: prefix, to: prefix + HIGHEST_LETTER, most })
  return Number(row?.count ?? 0)
}

const selectAll = statement((db, given: Behind) =>
  db
    .selectFrom('users')
    .select('id')
    .where(sql<boolean>`id < ${given.after}`)
    .orderBy('id', 'desc')
    .limit(given.limit),
)

const selectSuspended = statement((db, given: Behind) =>
  db
    .selectFrom('users')
    .select('id')
    .where('suspended_at', 'is not', null)
    .where(sql<boolean>`id < ${given.after}`)
    .orderBy('id', 'desc')
    .limit(given.limit),
)

const selectUnconfirmed = statement((db, given: Behind) =>
  db
    .selectFrom('users')
    .select('id')
    .where('email_verified_at', 'is', null)
    .where(sql<boolean>`id < ${given.after}`)
    .orderBy('id', 'desc')
    .limit(given.limit),
)

const selectByRole = statement((db, given: Behind & { readonly role: string }) =>
  db
    .selectFrom('user_roles')
    .select('user_id as id')
    .where('role', '=', given.role)
    .where(sql<boolean>`user_id < ${given.after}`)
    .orderBy('user_id', 'desc')
    .limit(given.limit),
)

/** Somebody may have two accounts at one provider. */
const selectByProvider = statement((db, given: Behind & { readonly provider: string }) =>
  db
    .selectFrom('identities')
    .select('user_id as id')
    .distinct()
    .where('provider', '=', given.provider)
    .where(sql<boolean>`user_id < ${given.after}`)
    .orderBy('user_id', 'desc')
    .limit(given.limit),
)

const selectByCreation = statement((db, given: { from: Millis; at: Millis; id: string; limit: number }) =>
  db
    .selectFrom('users')
    .select(['id', 'created_at'])
    .where('created_at', '>=', given.from)
    .where(sql<boolean>`(created_at, id) < (${given.at}, ${given.id})`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(given.limit),
)

const selectByWord = statement((db, given: { word: string; id: string; to: string; limit: number }) =>
  db
    .selectFrom('user_words')
    .select(['word', 'user_id as id'])
    .where(sql<boolean>`(word, user_id) > (${given.word}, ${given.id})`)
    .where('word', '<', given.to)
    .orderBy('word')
    .orderBy('user_id')
    .limit(given.limit),
)

// In order: else PostgreSQL may read the table from its beginning until it has found enough.
const countByWord = statement((db, given: { from: string; to: string; most: number }) => ({
  compile: () =>
    sql<{ count: number }>`
      select count(*) as count from
        (select 1 from user_words where word >= ${given.from} and word < ${given.to} order by word limit ${given.most}) as counted`.compile(
      db,
    ),
}))
