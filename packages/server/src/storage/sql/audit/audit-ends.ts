import type { AuditChain, ChainKey } from '../../../ports/audit-chain.js'
import type { Connection } from '../database.js'
import { statement } from '../statement.js'
import type { AuditChainRow } from './audit-tables.js'
import { type Ends, endsText, NO_LINK } from './chain-texts.js'

/** Where the history begins and ends, and the key that says whether that is so. */
export interface HistoryEnds {
  readonly ends: Ends
  readonly key: ChainKey
  /** Whether it was written by who has the key. */
  readonly areGenuine: boolean
}

/** @returns `none` while nothing has its place, `not ours` when the key is sealed under a secret that this process does not know */
export const readEnds = async (
  connection: Connection,
  chain: AuditChain,
): Promise<HistoryEnds | 'none' | 'not ours'> => {
  const [row] = await connection.run(selectChain, {})
  if (row === undefined) return 'none'
  const key = chain.open(row.sealed_key)
  if (key === undefined) return 'not ours'
  return { ends: row, key, areGenuine: key.matches(endsText(row), row.mac) }
}

/**
 * Holds the ends until the commit: whoever comes next sees what was added, and nothing appears before it later. Who comes first makes the key.
 *
 * @returns undefined when the key is sealed under a secret that this process does not know
 */
export const holdEnds = async (
  connection: Connection,
  chain: AuditChain,
): Promise<HistoryEnds | undefined> => {
  await connection.run(holdCounter, {})
  const held = await readEnds(connection, chain)
  if (held === 'not ours') return undefined
  return held === 'none' ? begin(connection, chain) : held
}

const begin = async (connection: Connection, chain: AuditChain): Promise<HistoryEnds | undefined> => {
  const sealedKey = chain.newKey()
  const key = chain.open(sealedKey)
  if (key === undefined) return undefined
  const ends = { position: 0, link: NO_LINK, floor_position: 0, floor_link: NO_LINK }
  await connection.run(insertChain, { ...ends, sealedKey, mac: key.mac(endsText(ends)) })
  return { ends, key, areGenuine: true }
}

/** Says where the history begins and ends from now on. */
export const writeEnds = async (connection: Connection, key: ChainKey, ends: Ends): Promise<void> => {
  await connection.run(updateEnds, { ...ends, mac: key.mac(endsText(ends)) })
  await connection.run(setCounter, { position: ends.position })
}

/** Seals the key under the current secret, so that a retiring one may go. @returns whether it could be opened */
export const keepKey = async (connection: Connection, chain: AuditChain): Promise<boolean> => {
  await connection.run(holdCounter, {})
  const [row] = await connection.run(selectChain, {})
  if (row === undefined) return true
  const sealedKey = chain.sealAgain(row.sealed_key)
  if (sealedKey === undefined) return false
  await connection.run(updateKey, { sealedKey })
  return true
}

const COUNTER = 'audit_entries'

const holdCounter = statement((db) =>
  db
    .updateTable('counters')
    .set((row) => ({ value: row.ref('value') }))
    .where('name', '=', COUNTER),
)

/** What `newest` answers. Nothing is built on it: anybody could have written it. */
const setCounter = statement((db, given: { position: number }) =>
  db.updateTable('counters').set({ value: given.position }).where('name', '=', COUNTER),
)

const selectChain = statement((db) => db.selectFrom('audit_chain').selectAll().where('name', '=', 'audit'))

type Written = Ends & Pick<AuditChainRow, 'mac'>

const insertChain = statement((db, given: Written & { sealedKey: string }) =>
  db.insertInto('audit_chain').values({
    name: 'audit',
    sealed_key: given.sealedKey,
    position: given.position,
    link: given.link,
    floor_position: given.floor_position,
    floor_link: given.floor_link,
    mac: given.mac,
  }),
)

const updateEnds = statement((db, given: Written) =>
  db
    .updateTable('audit_chain')
    .set({
      position: given.position,
      link: given.link,
      floor_position: given.floor_position,
      floor_link: given.floor_link,
      mac: given.mac,
    })
    .where('name', '=', 'audit'),
)

const updateKey = statement((db, given: { sealedKey: string }) =>
  db.updateTable('audit_chain').set({ sealed_key: given.sealedKey }).where('name', '=', 'audit'),
)
