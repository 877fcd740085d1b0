import { describe, expect, test } from 'vitest'
import type { AuditBreak } from '../../src/ports/audit-history.js'
import { type DatabaseKind, databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { historyOf, someEntry, tamper, verified } from '../fixtures/histories.js'
import { runSql } from '../fixtures/run-sql.js'
import { openStores, type TestStores } from '../fixtures/stores.js'

const ENTRIES = 10

/** A history of ten entries that is whole. */
const openWhole = async (kind: DatabaseKind): Promise<TestStores> => {
  const stores = await openStores(kind)
  const history = historyOf(stores.here)
  for (let more = ENTRIES; more > 0; more -= 1) await history.note(someEntry())
  expect(await verified(history)).toMatchObject({ found: undefined, checked: ENTRIES })
  return stores
}

const COPIED =
  'action, actor_kind, actor_id, user_id, target, refusal, network, user_agent, detail, occurred_at'
const copyTo = (position: string, of: number) =>
  `insert into audit_entries (position, link, ${COPIED}) select ${position}, 'copied', ${COPIED} from audit_entries where position = ${of}`
/** Up or down, where each place can be taken once only. */
const move = (where: string, by: number): readonly string[] => [
  `update audit_entries set position = -position where ${where}`,
  `update audit_entries set position = -position + ${by} where position < 0`,
]
const cutAt = (position: number) => `delete from audit_entries where position >= ${position}`
const counterTo = (position: number) => `update counters set value = ${position} where name = 'audit_entries'`
const headTo = (position: number) =>
  `update audit_chain set position = ${position}, link = (select link from audit_entries where position = ${position})`

interface Tampering {
  readonly name: string
  readonly statements: readonly string[]
  readonly found: AuditBreak
}

const ways: readonly Tampering[] = [
  {
    name: 'the first is removed',
    statements: ['delete from audit_entries where position = 1'],
    found: { kind: 'removed', position: 1 },
  },
  {
    name: 'one in the middle is removed',
    statements: ['delete from audit_entries where position = 5'],
    found: { kind: 'removed', position: 5 },
  },
  {
    name: 'one in the middle is removed, and the others moved up',
    statements: ['delete from audit_entries where position = 5', ...move('position > 5', -1)],
    found: { kind: 'removed', position: 5 },
  },
  {
    name: 'the last is removed',
    statements: [cutAt(ENTRIES)],
    found: { kind: 'cut', position: ENTRIES },
  },
  {
    name: 'the end is cut, and the counter put back',
    statements: [cutAt(8), counterTo(7)],
    found: { kind: 'cut', position: 8 },
  },
  {
    name: 'the end is cut, and counter and head put back',
    statements: [cutAt(8), counterTo(7), headTo(7)],
    found: { kind: 'ends', position: 7 },
  },
  {
    name: 'everything is removed, but not what says where it ends',
    statements: ['delete from audit_entries', counterTo(0)],
    found: { kind: 'cut', position: 1 },
  },
  {
    name: 'what says where it ends is removed',
    statements: ['delete from audit_chain'],
    found: { kind: 'ends', position: 1 },
  },
  {
    name: 'the beginning is removed as retention would',
    statements: [
      'delete from audit_entries where position <= 3',
      `update audit_chain set floor_position = 3, floor_link = (select link from audit_entries where position = 4)`,
    ],
    found: { kind: 'changed', position: 4 },
  },
  {
    name: 'two are swapped',
    statements: [
      'update audit_entries set position = -1 where position = 4',
      'update audit_entries set position = 4 where position = 5',
      'update audit_entries set position = 5 where position = -1',
    ],
    found: { kind: 'put_in', position: 4 },
  },
  {
    name: 'two are swapped, each with the link of the other',
    statements: [
      'update audit_entries set position = -1 where position = 4',
      'update audit_entries set position = 4 where position = 5',
      'update audit_entries set position = 5 where position = -1',
      'update audit_entries set link = link || (select link from audit_entries where position = 5) where position = 4',
      'update audit_entries set link = (select substr(link, 1, 43) from audit_entries where position = 4) where position = 5',
      'update audit_entries set link = substr(link, 44) where position = 4',
    ],
    found: { kind: 'changed', position: 4 },
  },
  {
    name: 'one is put in, and the others moved on for it',
    statements: [...move('position > 4', 1), copyTo('5', 2)],
    found: { kind: 'put_in', position: 5 },
  },
  {
    name: 'one is put before the first',
    statements: [copyTo('0', 2)],
    found: { kind: 'put_in', position: 0 },
  },
  {
    name: 'one is put behind the last',
    statements: [copyTo(`${ENTRIES + 1}`, 2)],
    found: { kind: 'changed', position: ENTRIES + 1 },
  },
  {
    name: 'all are renumbered',
    statements: move('position > 0', 1),
    found: { kind: 'removed', position: 1 },
  },
  {
    name: 'a link is changed',
    statements: [`update audit_entries set link = 'x' where position = 6`],
    found: { kind: 'changed', position: 6 },
  },
  {
    name: 'what says where it ends is made up',
    statements: [`update audit_chain set mac = 'x'`],
    found: { kind: 'ends', position: ENTRIES },
  },
]

describe.each(databaseKinds)('a history that was tampered with, on $name,', (kind) => {
  test.each(ways)('shows it: $name', async ({ statements, found }) => {
    await using stores = await openWhole(kind)
    await tamper(stores.database, ...statements)
    expect((await verified(historyOf(stores.here))).found).toEqual(found)
  })

  test.each(ways)('shows it still when more has been added: $name', async ({ statements, found }) => {
    await using stores = await openWhole(kind)
    await tamper(stores.database, ...statements)
    const history = historyOf(stores.elsewhere)
    await history.note(someEntry())
    await history.order()
    await history.note(someEntry())
    await history.order()
    const after = (await verified(history)).found
    expect(after).toBeDefined()
    expect(after?.position).toBeLessThanOrEqual(Math.max(found.position, ENTRIES) + 1)
  })

  test('shows a change of every column there is, and of none', async () => {
    await using stores = await openWhole(kind)
    const history = historyOf(stores.here)
    for (const column of await columnsOf(stores.database, kind)) {
      if (column === 'position') continue
      const [row] = await runSql(
        stores.database,
        `select ${column} as value from audit_entries where position = 5`,
      )
      const value = row?.['value']
      const other = typeof value === 'number' ? `${value + 100_000}` : `coalesce(${column}, '') || 'x'`
      const back = typeof value === 'number' ? `${value}` : value === null ? 'null' : `'${value}'`
      const set = (to: string) =>
        tamper(stores.database, `update audit_entries set ${column} = ${to} where position = 5`)
      await set(other)
      expect((await verified(history)).found, column).toEqual({ kind: 'changed', position: 5 })
      await set(back)
      expect((await verified(history)).found, column).toBeUndefined()
    }
  })

  test('shows that all was put back to what it had been, to who has noted the newest entry', async () => {
    await using stores = await openWhole(kind)
    const history = historyOf(stores.here)
    const [chain] = await runSql(stores.database, 'select * from audit_chain')
    await history.note(someEntry())
    const { head } = await verified(history)
    expect((await verified(history, head)).found).toBeUndefined()
    await tamper(
      stores.database,
      cutAt(ENTRIES + 1),
      counterTo(ENTRIES),
      `update audit_chain set position = ${ENTRIES}, link = '${chain?.['link']}', mac = '${chain?.['mac']}'`,
    )
    expect((await verified(history)).found).toBeUndefined()
    expect((await verified(history, head)).found).toEqual({ kind: 'cut', position: ENTRIES + 1 })
    await history.note(someEntry())
    expect((await verified(history, head)).found).toEqual({ kind: 'changed', position: ENTRIES + 1 })
  })
})

const columnsOf = async (database: TestDatabase, { name }: DatabaseKind): Promise<readonly string[]> =>
  (
    await runSql(
      database,
      name === 'sqlite'
        ? `select name from pragma_table_info('audit_entries')`
        : `select column_name as name from information_schema.columns where table_name = 'audit_entries'`,
    )
  ).map((row) => String(row['name']))
