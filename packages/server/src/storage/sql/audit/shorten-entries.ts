import type { NewAuditEntry } from '../../../model/audit-entry.js'
import type { Millis } from '../../../model/time.js'
import type { AuditChain } from '../../../ports/audit-chain.js'
import type { AuditHead, AuditRemoval } from '../../../ports/audit-history.js'
import type { Connection } from '../database.js'
import { statement } from '../statement.js'
import { holdEnds, writeEnds } from './audit-ends.js'
import type { PlacedRow } from './audit-tables.js'
import { entryText } from './chain-texts.js'
import { insertEntry, toNewRow } from './entry-rows.js'

/** Few enough that nobody who signs in waits for them. */
const BATCH = 500

/** Moves the beginning of the history behind entries that are old enough, and removes them. To be called in a transaction. */
export const shortenEntries = async (
  connection: Connection,
  chain: AuditChain,
  { before, tell }: { readonly before: Millis; readonly tell: (removed: AuditRemoval) => NewAuditEntry },
): Promise<AuditRemoval | undefined> => {
  const held = await holdEnds(connection, chain)
  // What somebody else wrote is not built upon.
  if (held === undefined || !held.areGenuine) return undefined
  const { ends, key } = held
  let upTo: AuditHead = { position: ends.floor_position, link: ends.floor_link }
  for (const row of await connection.run(selectOldest, { limit: BATCH })) {
    const isNext = row.position === upTo.position + 1 && key.matches(entryText(upTo.link, row), row.link)
    if (!isNext || row.occurred_at >= before) break
    upTo = { position: row.position, link: row.link }
  }
  const removed = upTo.position - ends.floor_position
  if (removed === 0) return undefined
  await writeEnds(connection, key, { ...ends, floor_position: upTo.position, floor_link: upTo.link })
  await connection.run(deleteUpTo, { position: upTo.position })
  const removal = { removed, upTo }
  await connection.run(insertEntry, toNewRow(tell(removal)))
  return removal
}

const selectOldest = statement((db, given: { limit: number }) =>
  db
    .selectFrom('audit_entries')
    .selectAll()
    .where('position', 'is not', null)
    .orderBy('position')
    .limit(given.limit)
    .$narrowType<PlacedRow>(),
)

const deleteUpTo = statement((db, given: { position: number }) =>
  db.deleteFrom('audit_entries').where('position', '<=', given.position),
)
