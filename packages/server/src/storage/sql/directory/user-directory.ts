import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { ListPlace } from '../../../model/list-place.js'
import { searchWords } from '../../../model/search-words.js'
import type { User } from '../../../model/user.js'
import type { UserDirectory, UserFilter, UserPage } from '../../../ports/user-directory.js'
import type { Connection, Database } from '../database.js'
import { bulkStatement, runBulk } from '../imports/given-rows.js'
import { statement } from '../statement.js'
import type { UserRow } from '../tables.js'
import { toUser } from '../users.js'
import { exactMatches } from './exact-matches.js'
import { indexLatest, indexWords, readWords } from './index-words.js'
import { lookedAt, MOST_LOOKED_AT, ROUNDS } from './looked-at.js'
import { countWords, type UserPlace, type Walk, walkFor, walkWords } from './walks.js'

export const userDirectoryOn = (database: Database): UserDirectory => ({
  find: async (filter, page) => {
    if (filter.search === undefined) {
      const fits = async (places: readonly UserPlace[]) => fitting(database, filter, places)
      return walkOn(database, { walk: walkFor(filter), fits, allFit: !hasFilter(filter) }, page)
    }
    await indexLatest(database)
    return search(database, filter, filter.search, page)
  },
  read: (ids) => readUsers(database, ids),
  countHolders: async (role, most) => {
    const [row] = await database.run(countByRole, { role, most })
    return Number(row?.count ?? 0)
  },
  indexWords: (limit) => indexWords(database, limit),
})

const hasFilter = (filter: UserFilter): boolean => Object.values(filter).some((value) => value !== undefined)

interface Page {
  readonly after: ListPlace | null
  readonly limit: number
}

/** Whom exactly is meant comes first, then who has all the words, in the order of the rarest of them. */
const search = async (
  database: Database,
  filter: UserFilter,
  typed: string,
  page: Page,
): Promise<UserPage> => {
  const meant = new Set(await exactMatches(database, typed.trim()))
  const exact = [...meant].map((id) => ({ id, createdAt: null, word: null }))
  const first = page.after === null ? await fitting(database, filter, exact) : []
  const prefixes = searchWords(typed)
  const rarest = await findRarest(database, prefixes)
  const heads = first.map(({ user }) => user).slice(0, page.limit)
  if (rarest === undefined) return { users: heads, next: null }
  const withWords = async (places: readonly UserPlace[]): Promise<readonly UserPlace[]> => {
    const words = await readWords(
      database,
      places.map(({ id }) => id),
    )
    return places.filter(({ id, word }) => {
      const own = words.get(id) ?? []
      // With several words that begin so somebody stands in the list several times, and counts at the first.
      const isFirst = !own.some((other) => other.startsWith(rarest) && other < (word ?? ''))
      const hasAll = prefixes.every((prefix) => own.some((other) => other.startsWith(prefix)))
      return isFirst && hasAll && !meant.has(id)
    })
  }
  const { search: _, ...conditions } = filter
  // What leaves the fewest comes first; the other looks at those alone.
  const fits = hasFilter(conditions)
    ? async (places: readonly UserPlace[]) => {
        const found = await fitting(database, filter, places)
        const kept = new Set(await withWords(found.map(({ place }) => place)))
        return found.filter(({ place }) => kept.has(place))
      }
    : async (places: readonly UserPlace[]) => fitting(database, filter, await withWords(places))
  const limit = Math.max(page.limit - heads.length, 1)
  const { users, next } = await walkOn(
    database,
    { walk: walkWords(rarest), fits, allFit: false },
    { ...page, limit },
  )
  return { users: [...heads, ...users], next }
}

/** The word that the fewest have, as far as counting is worth while. */
const findRarest = async (
  connection: Connection,
  prefixes: readonly string[],
): Promise<string | undefined> => {
  const [only] = prefixes
  if (prefixes.length < 2) return only
  const counted = await Promise.all(
    prefixes.map(async (prefix) => ({
      prefix,
      count: await countWords(connection, prefix, MOST_LOOKED_AT),
    })),
  )
  return counted.toSorted((a, b) => a.count - b.count || b.prefix.length - a.prefix.length)[0]?.prefix
}

interface Fitting {
  readonly place: UserPlace
  readonly user: User
}

interface Route {
  readonly walk: Walk
  readonly fits: (places: readonly UserPlace[]) => Promise<readonly Fitting[]>
  /** Nobody is passed in vain. */
  readonly allFit: boolean
}

const walkOn = async (
  connection: Connection,
  { walk, fits, allFit }: Route,
  { after, limit }: Page,
): Promise<UserPage> => {
  const found: Fitting[] = []
  let at = after
  for (let round = 0; round < ROUNDS; round += 1) {
    const size = allFit ? limit + 1 : lookedAt(limit, round)
    const places = await walk(connection, at, size)
    found.push(...(await fits(places)))
    if (found.length > limit) return pageOf(found.slice(0, limit), found[limit - 1]?.place ?? null)
    if (places.length < size) return pageOf(found, null)
    at = places.at(-1) ?? null
  }
  return pageOf(found, at)
}

const pageOf = (found: readonly Fitting[], next: ListPlace | null): UserPage => ({
  users: found.map(({ user }) => user),
  next,
})

/** Those of them that a filter lets through, in the order they came in. */
const fitting = async (
  connection: Connection,
  filter: UserFilter,
  places: readonly UserPlace[],
): Promise<readonly Fitting[]> => {
  const ids = places.map(({ id }) => id)
  const users = await readUsers(connection, ids)
  const { provider } = filter
  const known = provider === undefined ? undefined : await readHoldersOf(connection, provider, ids)
  return places.flatMap((place) => {
    const user = users.get(place.id)
    const fits = user !== undefined && matches(filter, user) && (known === undefined || known.has(place.id))
    return fits ? [{ place, user }] : []
  })
}

const matches = (
  { status, role, createdFrom = 0, createdBefore = Infinity }: UserFilter,
  user: User,
): boolean => {
  if (role !== undefined && !user.roles.includes(role)) return false
  if (user.createdAt < createdFrom || user.createdAt >= createdBefore) return false
  if (status === undefined) return true
  if (status === 'unconfirmed') return user.emailVerifiedAt === null
  return (status === 'suspended') === (user.suspendedAt !== null)
}

const readUsers = async (
  connection: Connection,
  ids: readonly UserId[],
): Promise<ReadonlyMap<UserId, User>> => {
  const rows = await runBulk(
    connection,
    selectUsers,
    ids.map((id) => ({ id })),
  )
  return new Map(
    rows.flatMap((row) => {
      const user = toUser([row])
      return user === undefined ? [] : [[user.id, user] as const]
    }),
  )
}

const readHoldersOf = async (
  connection: Connection,
  provider: string,
  ids: readonly UserId[],
): Promise<ReadonlySet<UserId>> => {
  const rows = await runBulk(
    connection,
    selectHoldersOf,
    ids.map((id) => ({ id, provider })),
  )
  return new Set(rows.map(({ id }) => id))
}

// A cross join keeps SQLite from reading the whole table for a few rows: what is given comes first.
const selectUsers = bulkStatement(
  { id: 'text' },
  (given) => sql<UserRow>`select users.* from ${given} cross join users where users.id = given.id`,
)

const selectHoldersOf = bulkStatement(
  { id: 'text', provider: 'text' },
  (given) =>
    sql<{ id: UserId }>`
      select distinct given.id from ${given} cross join identities
      where identities.user_id = given.id and identities.provider = given.provider`,
)

const countByRole = statement((db, given: { role: string; most: number }) => ({
  compile: () =>
    sql<{ count: number }>`
      select count(*) as count from
        (select 1 from user_roles where role = ${given.role} order by user_id limit ${given.most}) as counted`.compile(
      db,
    ),
}))
