import { describe, expect, test } from 'vitest'
import { shortenHistory } from '../../src/flows/shorten-history.js'
import type { AuditHistory } from '../../src/ports/audit-history.js'
import { databaseKinds } from '../fixtures/databases.js'
import { historyOf, someEntry, tamper, verified } from '../fixtures/histories.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { NOW, openStores } from '../fixtures/stores.js'

const DAY = 24 * 60 * 60_000
const KEPT_FOR = 30 * DAY
/** Later than the oldest entries may be. */
const THEN = NOW + KEPT_FOR + 1

const shorten = (auditHistory: AuditHistory, now = THEN, auditLifetime: number | undefined = KEPT_FOR) =>
  shortenHistory({ auditHistory, clock: { now: () => now }, auditLifetime })

const noteMany = async (history: AuditHistory, number: number, occurredAt = NOW): Promise<void> => {
  for (let index = 0; index < number; index += 1) await history.note(someEntry({ occurredAt }))
  await history.order()
}

describe.each(databaseKinds)('how long the audit history is kept on $name', { timeout: 60_000 }, (kind) => {
  test('what is older goes, what is younger stays, and an entry says what went', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 5)
    await noteMany(history, 2, NOW + DAY)
    const [, , , , last] = await history.after(0, 5)
    await shorten(history)
    const left = await history.after(0, 10)
    expect(left.map(({ position, action }) => [position, action])).toEqual([
      [6, 'user.suspended'],
      [7, 'user.suspended'],
      [8, 'audit.shortened'],
    ])
    expect(left.at(-1)).toMatchObject({
      actor: { kind: 'server', id: null },
      detail: { entries: 5, position: 5, link: last?.link },
      occurredAt: THEN,
    })
    expect(await verified(history)).toMatchObject({ found: undefined, checked: 3 })
    expect(await countRows(stores.database, 'audit_entries')).toBe(3)
    // What was counted by the hour stays.
    expect((await history.counts(0, NOW + 2 * DAY)).reduce((sum, { count }) => sum + count, 0)).toBe(7)
  })

  test('nothing goes before its time, nor where nobody said how long', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 3)
    await shorten(history, NOW + KEPT_FOR)
    await shortenHistory({ auditHistory: history, clock: { now: () => THEN * 2 }, auditLifetime: undefined })
    expect(await countRows(stores.database, 'audit_entries')).toBe(3)
  })

  test('what was changed stays and is found, however old', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 5)
    await tamper(stores.database, `update audit_entries set actor_id = 'somebody else' where position = 3`)
    await shorten(history)
    expect((await history.after(0, 10)).map(({ position }) => position)).toEqual([3, 4, 5, 6])
    expect((await verified(history)).found).toEqual({ kind: 'changed', position: 3 })
  })

  test('a beginning that somebody made up is not moved on', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 3)
    await tamper(stores.database, `update audit_chain set mac = 'x'`)
    await shorten(history)
    expect(await countRows(stores.database, 'audit_entries')).toBe(3)
  })

  test('many go in turns, by several processes at once, each once', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 1_201)
    await Promise.all([1, 2, 3].map(() => shorten(historyOf(stores.here))))
    const left = await history.after(0, 100)
    expect(left.every(({ action }) => action === 'audit.shortened')).toBe(true)
    expect(left.reduce((sum, { detail }) => sum + Number(detail?.['entries']), 0)).toBe(1_201)
    expect((await verified(history)).found).toBeUndefined()
  })

  test('who verifies meanwhile finds a history that is whole', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 1_100)
    const looking = history.verify()[Symbol.asyncIterator]()
    await looking.next()
    await shorten(history)
    let found: unknown
    for (let next = await looking.next(); next.done !== true; next = await looking.next())
      found ??= next.value.found
    expect(found).toBeUndefined()
  })

  test('nobody removes what is kept, by a statement either', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await noteMany(history, 2, NOW + DAY)
    await noteMany(history, 1)
    await shorten(history)
    await expect(runSql(stores.database, 'delete from audit_entries where position = 1')).rejects.toThrow(
      /neither changed nor removed/,
    )
  })
})
