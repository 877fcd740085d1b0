import { describe, expect, test } from 'vitest'
import type { AuditEntry } from '../../src/model/audit-entry.js'
import type { AuditFilter } from '../../src/model/audit-filter.js'
import { HOUR, SECOND } from '../../src/model/time.js'
import type { AuditHistory } from '../../src/ports/audit-history.js'
import { databaseKinds } from '../fixtures/databases.js'
import { historyOf, SECRET, someEntry, verified } from '../fixtures/histories.js'
import { runSql } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores, someUserId } from '../fixtures/stores.js'

const KEPT = 'entries of the audit history are neither changed nor removed'

const positionsOf = (entries: readonly AuditEntry[]): readonly number[] =>
  entries.map(({ position }) => position)

/** All that fit, a page after another. */
const listAll = async (
  history: AuditHistory,
  filter: AuditFilter,
  limit: number,
): Promise<readonly number[]> => {
  const found: number[] = []
  let before: number | null = null
  do {
    const page = await history.list(filter, { before, limit })
    expect(page.entries.length).toBeLessThanOrEqual(limit)
    found.push(...positionsOf(page.entries))
    before = page.next
  } while (before !== null)
  return found
}

describe.each(databaseKinds)('the audit history on $name', (kind) => {
  test('entries are read back as they were written, in order, each with a link', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    const entries = [
      someEntry(),
      someEntry({ action: 'session.refused', refusal: 'credentials_wrong', userId: null, caller: null }),
      someEntry({ actor: { kind: 'stranger', id: null }, target: null, detail: null }),
      someEntry({
        caller: { network: undefined, userAgent: 'Ünïcode 🗝' },
        detail: { roles: ['a', 'b'], left: 3 },
      }),
    ]
    for (const entry of entries) await stores.here.transaction(({ audit }) => audit.note(entry))
    const link = expect.stringMatching(/^[\w-]{43}$/)
    expect(await history.after(0, 10)).toEqual(
      entries.map((entry, index) => ({ ...entry, position: index + 1, link })),
    )
    expect(positionsOf(await history.after(1, 2))).toEqual([2, 3])
    expect(await history.newest()).toBe(4)
    expect(await verified(history)).toMatchObject({ found: undefined, checked: 4, head: { position: 4 } })
  })

  test('an empty history is whole', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    expect(await history.newest()).toBe(0)
    expect(await verified(history)).toEqual({ found: undefined, checked: 0, head: { position: 0, link: '' } })
  })

  test('what is rolled back is not in it', async () => {
    await using stores = await openStores(kind)
    await stores.here
      .transaction(async ({ audit }) => {
        await audit.note(someEntry())
        throw new RangeError('no')
      })
      .catch(() => {})
    expect(await historyOf(stores.here).after(0, 10)).toEqual([])
  })

  test('many who write and read at once get one order, without gaps, latecomers or a broken link', async () => {
    await using stores = await openStores(kind)
    const histories = [historyOf(stores.here), historyOf(stores.elsewhere)] as const
    const seen: number[][] = [[], []]
    let done = false
    const read = async (which: 0 | 1): Promise<void> => {
      let position = 0
      while (!done || (await histories[which].newest()) > position) {
        for (const entry of await histories[which].after(position, 7)) {
          expect(entry.position).toBe(position + 1)
          position = entry.position
          seen[which]?.push(position)
        }
        await new Promise(setImmediate)
      }
    }
    const reading = Promise.all([read(0), read(1)])
    await atOnce(120, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).transaction(({ audit }) => audit.note(someEntry())),
    )
    done = true
    await reading
    const all = Array.from({ length: 120 }, (_, index) => index + 1)
    expect(seen).toEqual([all, all])
    expect(await verified(histories[1])).toMatchObject({ found: undefined, checked: 120 })
  })

  test('more than one page of entries is put in order and verified', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await stores.here.transaction(async ({ audit }) => {
      for (let more = 1_203; more > 0; more -= 1) await audit.note(someEntry())
    })
    await atOnce(3, () => history.order())
    expect(await verified(history)).toMatchObject({
      found: undefined,
      checked: 1_203,
      head: { position: 1_203 },
    })
  })

  test('a statement that changes, removes or places an entry is refused by the database', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await history.note(someEntry())
    const insert = (columns: string, values: string) =>
      `insert into audit_entries (action, actor_kind, occurred_at, ${columns}) values ('user.deleted', 'server', 1, ${values})`
    const refused = async (...statements: readonly string[]) => {
      for (const text of statements) await expect(runSql(stores.database, text), text).rejects.toThrow(KEPT)
    }
    // While it waits for its place too.
    await refused(`update audit_entries set action = 'user.deleted'`, 'delete from audit_entries')
    await history.order()
    await refused(
      `update audit_entries set action = 'user.deleted'`,
      'update audit_entries set position = 7',
      'update audit_entries set position = null, link = null',
      'delete from audit_entries',
      'delete from audit_chain',
      insert('position, link', `2, 'x'`),
      insert('position', '2'),
      ...(kind.name === 'postgres' ? ['truncate audit_entries', 'truncate audit_chain'] : []),
    )
    expect(await verified(history)).toMatchObject({ found: undefined, checked: 1 })
  })

  test('lists are the newest first, by what is asked, and a place in them holds while more is added', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    const ada = someUserId()
    const bob = someUserId()
    const operator = { kind: 'operator' as const, id: someUserId() }
    for (let index = 0; index < 60; index += 1)
      await history.note(
        someEntry({
          userId: index % 2 === 0 ? ada : bob,
          actor: index % 3 === 0 ? operator : { kind: 'user', id: bob },
          action: index % 5 === 0 ? 'session.refused' : 'session.opened',
          refusal: index % 5 === 0 ? (index % 2 === 0 ? 'credentials_wrong' : 'user_suspended') : null,
          caller: { network: index % 4 === 0 ? '192.0.2.1' : '192.0.2.2', userAgent: undefined },
          occurredAt: NOW + index * SECOND,
        }),
      )
    const where = (fits: (index: number) => boolean) =>
      Array.from({ length: 60 }, (_, index) => index)
        .filter(fits)
        .map((index) => index + 1)
        .reverse()
    const cases: readonly [AuditFilter, (index: number) => boolean][] = [
      [{}, () => true],
      [{ userId: ada }, (index) => index % 2 === 0],
      [{ actorId: operator.id }, (index) => index % 3 === 0],
      [{ action: 'session.refused' }, (index) => index % 5 === 0],
      [{ network: '192.0.2.1' }, (index) => index % 4 === 0],
      [{ outcome: 'done' }, (index) => index % 5 !== 0],
      [{ outcome: 'refused' }, (index) => index % 5 === 0],
      [{ outcome: { refusal: 'user_suspended' } }, (index) => index % 10 === 5],
      [{ from: NOW + 20 * SECOND }, (index) => index >= 20],
      [{ before: NOW + 20 * SECOND }, (index) => index < 20],
      [
        { from: NOW + 10 * SECOND, before: NOW + 40 * SECOND, userId: ada, outcome: 'refused' },
        (index) => index >= 10 && index < 40 && index % 10 === 0,
      ],
      [{ from: NOW + HOUR }, () => false],
      [{ before: NOW }, () => false],
      [{ userId: someUserId() }, () => false],
    ]
    for (const [filter, fits] of cases)
      for (const limit of [7, 100])
        expect(await listAll(history, filter, limit), JSON.stringify(filter)).toEqual(where(fits))
    const first = await history.list({ userId: bob }, { before: null, limit: 5 })
    await history.note(someEntry({ userId: bob }))
    const second = await history.list({ userId: bob }, { before: first.next, limit: 5 })
    expect(positionsOf([...first.entries, ...second.entries])).toEqual(
      where((index) => index % 2 === 1).slice(0, 10),
    )
  })

  test('a page looks at no more entries than a few hundred, however few fit, and says where to go on', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    await stores.here.transaction(async ({ audit }) => {
      await audit.note(someEntry({ detail: { reason: 'the first' }, network: undefined } as never))
      for (let more = 1_500; more > 0; more -= 1) await audit.note(someEntry({ caller: null }))
      await audit.note(someEntry({ refusal: 'user_suspended', caller: null }))
    })
    const filter = { outcome: 'done', action: 'user.suspended', from: 1, before: NOW + 1 } as const
    const page = await history.list({ ...filter, network: '192.0.2.7' }, { before: null, limit: 10 })
    expect(positionsOf(page.entries)).toEqual([1])
    const none = await history.list({ outcome: { refusal: 'password_wrong' } }, { before: null, limit: 10 })
    expect(none).toEqual({ entries: [], next: null })
    const sparse = await history.list(
      { ...filter, actorId: undefined, userId: undefined },
      { before: null, limit: 1 },
    )
    expect(sparse.entries).toHaveLength(1)
    const far = await history.list(
      { action: 'user.suspended', before: NOW, from: 1 },
      { before: null, limit: 10 },
    )
    expect(far).toEqual({ entries: [], next: null })
  })

  test('what happened is counted by the hour, and by how it ended', async () => {
    await using stores = await openStores(kind)
    const history = historyOf(stores.here)
    const hour = NOW - (NOW % HOUR)
    const opened = { action: 'session.opened' as const }
    const refused = { action: 'session.refused' as const, refusal: 'credentials_wrong' as const }
    for (const entry of [
      { ...opened, occurredAt: hour },
      { ...opened, occurredAt: hour + HOUR - 1 },
      { ...refused, occurredAt: hour + 1 },
      { ...opened, occurredAt: hour + HOUR },
    ])
      await history.note(someEntry(entry))
    expect(await history.counts(hour, hour + HOUR)).toEqual([
      { hour, action: 'session.opened', refusal: null, count: 2 },
      { hour, action: 'session.refused', refusal: 'credentials_wrong', count: 1 },
    ])
    await history.note(someEntry({ ...opened, occurredAt: hour }))
    expect(await history.counts(hour, hour + 2 * HOUR)).toMatchObject([
      { count: 3 },
      { count: 1 },
      { hour: hour + HOUR, count: 1 },
    ])
  })

  test('the history goes on under the next secret, and is whole under it alone', async () => {
    await using stores = await openStores(kind)
    const next = 'the-root-secret-that-comes-after-0123456'
    await historyOf(stores.here).note(someEntry())
    await historyOf(stores.here).order()
    const both = historyOf(stores.here, [next, SECRET])
    expect(await both.keepKey()).toBe(true)
    await both.note(someEntry())
    const alone = historyOf(stores.elsewhere, [next])
    expect(await verified(alone)).toMatchObject({ found: undefined, checked: 2 })
    expect(await historyOf(stores.elsewhere).keepKey()).toBe(false)
  })

  test('a process that does not know the secret places nothing, and is told', async () => {
    await using stores = await openStores(kind)
    await historyOf(stores.here).note(someEntry())
    await historyOf(stores.here).order()
    const other = historyOf(stores.elsewhere, ['the-root-secret-of-somebody-else-012345'])
    await other.note(someEntry())
    expect(await other.newest()).toBe(1)
    expect(await verified(other)).toMatchObject({ found: { kind: 'ends' } })
    expect(await historyOf(stores.here).newest()).toBe(2)
  })
})
