import type { AuditChain, ChainKey } from '../../../ports/audit-chain.js'
import type { AuditBreak, AuditHead, AuditProgress } from '../../../ports/audit-history.js'
import type { Connection } from '../database.js'
import { statement } from '../statement.js'
import { readEnds } from './audit-ends.js'
import type { PlacedRow } from './audit-tables.js'
import { BROKEN_LINK, type Ends, entryText, NO_LINK } from './chain-texts.js'

const PAGE = 500

/** Reads the history from its beginning to its end, or to what is wrong first. @param noted what the newest entry was once */
export async function* verifyEntries(
  connection: Connection,
  chain: AuditChain,
  noted: AuditHead | undefined,
): AsyncIterable<AuditProgress> {
  const known = await readEnds(connection, chain)
  if (typeof known === 'string') {
    const [any] = await connection.run(selectPage, { after: Number.MIN_SAFE_INTEGER, limit: 1 })
    const found = any === undefined ? undefined : ({ kind: 'ends', position: any.position } as const)
    yield { checked: 0, head: { position: 0, link: NO_LINK }, found }
    return
  }
  const { ends, key, areGenuine } = known
  let head: AuditHead = { position: ends.floor_position, link: ends.floor_link }
  let after = Number.MIN_SAFE_INTEGER
  let checked = 0
  for (;;) {
    // One more than is looked at, for what follows an entry tells what became of it.
    const rows = await connection.run(selectPage, { after, limit: PAGE + 1 })
    for (const [index, row] of rows.slice(0, PAGE).entries()) {
      const found = breakAt(key, head, { row, next: rows[index + 1] }) ?? breakOf(noted, row)
      if (found?.kind === 'removed' && (await beginsLater(connection, chain, ends))) {
        yield* verifyEntries(connection, chain, noted)
        return
      }
      if (found !== undefined) {
        yield { checked, head, found }
        return
      }
      head = { position: row.position, link: row.link }
      checked += 1
    }
    if (rows.length <= PAGE) break
    after = head.position
    yield { checked, head, found: undefined }
  }
  const found: AuditBreak | undefined = areGenuine
    ? breakAtEnd(ends, head)
    : { kind: 'ends', position: head.position }
  if (found?.kind === 'cut' && (await beginsLater(connection, chain, ends))) {
    yield* verifyEntries(connection, chain, noted)
    return
  }
  const isShort = noted !== undefined && noted.position > head.position
  yield {
    checked,
    head,
    found: found ?? (isShort ? { kind: 'cut', position: head.position + 1 } : undefined),
  }
}

/** Whether the oldest were removed because of their age while somebody read. */
const beginsLater = async (connection: Connection, chain: AuditChain, ends: Ends): Promise<boolean> => {
  const now = await readEnds(connection, chain)
  return typeof now !== 'string' && now.areGenuine && now.ends.floor_position > ends.floor_position
}

/** A history that was put back to what it had been, or written anew by who has the secret, is whole in itself. */
const breakOf = (noted: AuditHead | undefined, row: PlacedRow): AuditBreak | undefined =>
  noted?.position === row.position && noted.link !== row.link
    ? { kind: 'changed', position: row.position }
    : undefined

const breakAtEnd = ({ position, link }: Ends, head: AuditHead): AuditBreak | undefined => {
  // More may have been added since the ends were read; an entry of the one who reads has its place in them.
  if (head.position > position) return undefined
  if (head.position < position) return { kind: 'cut', position: head.position + 1 }
  return head.link === link ? undefined : { kind: 'ends', position }
}

const breakAt = (
  key: ChainKey,
  before: AuditHead,
  { row, next }: { readonly row: PlacedRow; readonly next: PlacedRow | undefined },
): AuditBreak | undefined => {
  const position = before.position + 1
  if (row.position > position) return { kind: 'removed', position }
  if (row.position < position) return { kind: 'put_in', position: row.position }
  const follows = (each: PlacedRow, linkBefore: string, at: number): boolean =>
    key.matches(entryText(linkBefore, { ...each, position: at }), each.link)
  if (follows(row, before.link, position)) return undefined
  if (follows(row, BROKEN_LINK, position)) return { kind: 'ends', position }
  // The others went up a place for it.
  if (next !== undefined && follows(next, before.link, position)) return { kind: 'put_in', position }
  // It stood a place or more behind: what follows it says so.
  if (next !== undefined && !follows(next, row.link, next.position))
    for (let gone = 1; gone <= MOST_GONE; gone += 1)
      if (follows(next, row.link, next.position + gone)) return { kind: 'removed', position }
  return { kind: 'changed', position }
}

/** How many that are gone, with the rest moved up into their places, are told from a change. */
const MOST_GONE = 1_000

const selectPage = statement((db, given: { after: number; limit: number }) =>
  db
    .selectFrom('audit_entries')
    .selectAll()
    .where('position', '>', given.after)
    .orderBy('position')
    .limit(given.limit)
    .$narrowType<PlacedRow>(),
)
