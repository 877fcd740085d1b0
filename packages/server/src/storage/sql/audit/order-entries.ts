import { sql } from 'kysely'
import { HOUR } from '../../../model/time.js'
import type { AuditChain } from '../../../ports/audit-chain.js'
import type { Connection, Database } from '../database.js'
import { bulkStatement, runBulk } from '../imports/given-rows.js'
import { statement } from '../statement.js'
import { holdEnds, writeEnds } from './audit-ends.js'
import type { AuditEntryRow, PlacedRow } from './audit-tables.js'
import { BROKEN_LINK, entryText } from './chain-texts.js'

/** Few enough that nobody who signs in waits for them. */
const BATCH = 500

/**
 * Gives their places to the entries that are committed and have none: ids come in the order rows were written, which is not that in which they
 * could be seen.
 */
export const orderEntries = async (database: Database, chain: AuditChain): Promise<void> => {
  for (;;) {
    // Mostly nothing waits, and then nobody is made to.
    if ((await database.run(selectWaiting, { limit: 1 })).length === 0) return
    const placed = await database.transaction((connection) => placeBatch(connection, chain))
    if (placed < BATCH) return
  }
}

const placeBatch = async (connection: Connection, chain: AuditChain): Promise<number> => {
  const held = await holdEnds(connection, chain)
  // Another process, which knows the secret, will.
  if (held === undefined) return 0
  const { ends, key, areGenuine } = held
  const waiting = await connection.run(selectWaiting, { limit: BATCH })
  const [newest] = await connection.run(selectNewest, {})
  let position = Math.max(ends.position, newest?.position ?? 0)
  // Nothing is built on ends that somebody else wrote: the history would look whole again.
  let link = areGenuine && position === ends.position ? ends.link : BROKEN_LINK
  const placed = waiting.map((row): PlacedRow => {
    position += 1
    link = key.mac(entryText(link, { ...row, position }))
    return { ...row, position, link }
  })
  if (placed.length === 0) return 0
  await runBulk(
    connection,
    givePlaces,
    placed.map(({ id, position: at, link: bound }) => ({ id, position: at, link: bound })),
  )
  await runBulk(connection, raiseCounts, countByHour(placed))
  await writeEnds(connection, key, { ...ends, position, link })
  return placed.length
}

/** Counted here, so that no chart ever reads the history. */
const countByHour = (rows: readonly AuditEntryRow[]) => {
  const counts = new Map<string, { hour: number; action: string; refusal: string; count: number }>()
  for (const { occurred_at: at, action, refusal } of rows) {
    const hour = at - (at % HOUR)
    const name = `${hour} ${action} ${refusal ?? ''}`
    const count = (counts.get(name)?.count ?? 0) + 1
    counts.set(name, { hour, action, refusal: refusal ?? '', count })
  }
  return [...counts.values()]
}

const selectWaiting = statement((db, given: { limit: number }) =>
  db.selectFrom('audit_entries').selectAll().where('position', 'is', null).orderBy('id').limit(given.limit),
)

const selectNewest = statement((db) =>
  db
    .selectFrom('audit_entries')
    .select('position')
    .where('position', 'is not', null)
    .orderBy('position', 'desc')
    .limit(1),
)

const givePlaces = bulkStatement(
  { id: 'number', position: 'number', link: 'text' },
  (given) => sql`update audit_entries set position = given.position, link = given.link from ${given}
    where given.id = audit_entries.id`,
)

const raiseCounts = bulkStatement(
  { hour: 'number', action: 'text', refusal: 'text', count: 'number' },
  (given) => sql`insert into audit_counts (hour, action, refusal, count)
    select hour, action, refusal, count from ${given} where true
    on conflict (hour, action, refusal) do update set count = audit_counts.count + excluded.count`,
)
