import type { Millis } from '../../../model/time.js'
import type { AuditChain } from '../../../ports/audit-chain.js'
import type { AuditHistory } from '../../../ports/audit-history.js'
import type { Connection, Database } from '../database.js'
import { statement } from '../statement.js'
import { keepKey } from './audit-ends.js'
import type { PlacedRow } from './audit-tables.js'
import { insertEntry, toEntry, toNewRow } from './entry-rows.js'
import { findEntries } from './find-entries.js'
import { orderEntries } from './order-entries.js'
import { shortenEntries } from './shorten-entries.js'
import { verifyEntries } from './verify-entries.js'

/** For who only adds to it. */
export const auditNotesOn = (connection: Connection): Pick<AuditHistory, 'note'> => ({
  note: async (entry) => {
    await connection.run(insertEntry, toNewRow(entry))
  },
})

export const auditHistoryOn = (database: Database, chain: AuditChain): AuditHistory => ({
  ...auditNotesOn(database),
  order: () => orderEntries(database, chain),
  after: async (position, limit) => {
    await orderEntries(database, chain)
    return (await database.run(selectAfter, { position, limit })).map(toEntry)
  },
  newest: async () => {
    await orderEntries(database, chain)
    return (await database.run(selectCounter, {}))[0]?.value ?? 0
  },
  list: async (filter, page) => {
    await orderEntries(database, chain)
    return findEntries(database, filter, page)
  },
  counts: async (from, before) => {
    await orderEntries(database, chain)
    return (await database.run(selectCounts, { from, before })).map((row) => ({
      ...row,
      refusal: row.refusal === '' ? null : row.refusal,
    }))
  },
  async *verify(noted) {
    await orderEntries(database, chain)
    yield* verifyEntries(database, chain, noted)
  },
  shorten: (before, tell) =>
    database.transaction((connection) => shortenEntries(connection, chain, { before, tell })),
  keepKey: () => database.transaction((connection) => keepKey(connection, chain)),
})

const selectAfter = statement((db, given: { position: number; limit: number }) =>
  db
    .selectFrom('audit_entries')
    .selectAll()
    .where('position', '>', given.position)
    .orderBy('position')
    .limit(given.limit)
    .$narrowType<PlacedRow>(),
)

const selectCounter = statement((db) =>
  db.selectFrom('counters').select('value').where('name', '=', 'audit_entries'),
)

const selectCounts = statement((db, given: { from: Millis; before: Millis }) =>
  db
    .selectFrom('audit_counts')
    .selectAll()
    .where('hour', '>=', given.from)
    .where('hour', '<', given.before)
    .orderBy('hour')
    .orderBy('action')
    .orderBy('refusal'),
)
