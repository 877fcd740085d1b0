import { type RawBuilder, sql } from 'kysely'
import type { AuditEntry } from '../../../model/audit-entry.js'
import { type AuditFilter, isAskedFor } from '../../../model/audit-filter.js'
import type { Millis } from '../../../model/time.js'
import type { AuditPage } from '../../../ports/audit-history.js'
import type { Connection } from '../database.js'
import { lookedAt, ROUNDS } from '../directory/looked-at.js'
import { statement } from '../statement.js'
import type { PlacedRow } from './audit-tables.js'
import { toEntry } from './entry-rows.js'

/** Entries that fit, the newest first, by the index of the condition that leaves the fewest. */
export const findEntries = async (
  connection: Connection,
  filter: AuditFilter,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<AuditPage> => {
  const { low, high } = await rangeOf(connection, filter)
  const found: AuditEntry[] = []
  let at = Math.min(before ?? high, high)
  for (let round = 0; round < ROUNDS; round += 1) {
    const size = lookedAt(limit, round)
    const read = await readBehind(connection, filter, { low, at, limit: size })
    found.push(...read.map(toEntry).filter((entry) => isAskedFor(filter, entry)))
    const last = read.at(-1)
    if (found.length > limit || last === undefined || read.length < size) {
      const entries = found.slice(0, limit)
      return { entries, next: found.length > limit ? (entries.at(-1)?.position ?? null) : null }
    }
    at = last.position
  }
  return { entries: found, next: at }
}

const HIGHEST = Number.MAX_SAFE_INTEGER

/**
 * Between which positions there can be entries of a time. Positions are given about as things occurred, not just so: of those nearest to either end
 * the outermost counts.
 */
const rangeOf = async (connection: Connection, { from, before }: AuditFilter) => {
  const [first] = from === undefined ? [] : await connection.run(selectFirstSince, { at: from })
  const [last] = before === undefined ? [] : await connection.run(selectLastBefore, { at: before })
  return {
    // Nobody has anything so young: a range in which there is nothing.
    low: from === undefined ? 0 : (first?.position ?? HIGHEST),
    high: before === undefined ? HIGHEST : (last?.position ?? 0) + 1,
  }
}

interface Behind {
  readonly low: number
  readonly at: number
  readonly limit: number
}

const readBehind = async (
  connection: Connection,
  { userId, actorId, action, network, outcome }: AuditFilter,
  behind: Behind,
): Promise<readonly PlacedRow[]> => {
  if (userId !== undefined) return connection.run(selectOfUser, { ...behind, of: userId })
  if (actorId !== undefined) return connection.run(selectOfActor, { ...behind, of: actorId })
  if (network !== undefined) return connection.run(selectOfNetwork, { ...behind, of: network })
  if (outcome !== undefined && outcome !== 'done') return connection.run(selectRefused, behind)
  if (action !== undefined) return connection.run(selectOfAction, { ...behind, of: action })
  return connection.run(selectAll, behind)
}

/** Both columns stand in the order, so that there is one index for it: by position alone PostgreSQL would pass everybody else's entries. */
const selectOf = (column: 'user_id' | 'actor_id' | 'network' | 'action') =>
  statement((db, given: Behind & { readonly of: string }) => {
    const name = sql.ref(column)
    return {
      compile: () =>
        sql<PlacedRow>`
          select * from audit_entries
          where (${name}, position) < (${given.of}, ${given.at}) and (${name}, position) >= (${given.of}, ${given.low})
            and ${name} is not null and position is not null
          order by ${name} desc, position desc limit ${given.limit}`.compile(db),
    }
  })

const selectOfUser = selectOf('user_id')
const selectOfActor = selectOf('actor_id')
const selectOfNetwork = selectOf('network')
const selectOfAction = selectOf('action')

const select = (condition: RawBuilder<unknown>) =>
  statement((db, given: Behind) => ({
    compile: () =>
      sql<PlacedRow>`
        select * from audit_entries where ${condition} and position < ${given.at} and position >= ${given.low}
        order by position desc limit ${given.limit}`.compile(db),
  }))

const selectAll = select(sql`position is not null`)
const selectRefused = select(sql`refusal is not null`)

/** How far from each other two positions can be that were given in the wrong order. */
const DISORDER = 500

const selectFirstSince = statement((db, given: { at: Millis }) => ({
  compile: () =>
    sql<{ position: number | null }>`
      select min(position) as position from
        (select position from audit_entries where occurred_at >= ${given.at} order by occurred_at limit ${sql.lit(DISORDER)}) as near`.compile(
      db,
    ),
}))

const selectLastBefore = statement((db, given: { at: Millis }) => ({
  compile: () =>
    sql<{ position: number | null }>`
      select max(position) as position from
        (select position from audit_entries where occurred_at < ${given.at} order by occurred_at desc limit ${sql.lit(DISORDER)}) as near`.compile(
      db,
    ),
}))
