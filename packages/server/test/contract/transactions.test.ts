import { describe, expect, test } from 'vitest'
import { openPostgres } from '../../src/storage/sql/dialects/postgres.js'
import { openSqlite } from '../../src/storage/sql/dialects/sqlite.js'
import { statement } from '../../src/storage/sql/statement.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import {
  addressOf,
  atOnce,
  createUser,
  NOW,
  openStores,
  someIdentity,
  someSession,
  someUserId,
} from '../fixtures/stores.js'

const insertProof = statement((db, given: { key: string }) =>
  db.insertInto('spent_proofs').values({ key: given.key, expires_at: 0 }),
)

const openBelow = ({ url }: TestDatabase) =>
  url.startsWith('sqlite:')
    ? openSqlite(url.slice('sqlite:'.length))
    : openPostgres(url, { onIdleError: () => {} })

describe.each(databaseKinds)('transactions on $name', (kind) => {
  test('work that fails halfway leaves nothing behind, and fails with its own error', async () => {
    await using stores = await openStores(kind)
    const reason = new Error('halfway')
    const failing = stores.here.transaction(async ({ accounts, sessions, spentProofs }) => {
      await spentProofs.consumeOnce('proof', NOW)
      const id = someUserId()
      await accounts.createWithIdentity(id, someIdentity(), NOW)
      await sessions.open(someSession(id))
      throw reason
    })
    await expect(failing).rejects.toBe(reason)
    for (const table of ['spent_proofs', 'users', 'identities', 'sessions'])
      expect(await countRows(stores.database, table), table).toBe(0)
  })

  test('work whose last statement the database refuses leaves nothing behind', async () => {
    await using stores = await openStores(kind)
    const failing = stores.here.transaction(async ({ accounts, sessions }) => {
      await accounts.createWithIdentity(someUserId(), someIdentity(), NOW)
      await sessions.open(someSession(someUserId()))
    })
    await expect(failing).rejects.toThrow(/foreign key/i)
    expect(await countRows(stores.database, 'users')).toBe(0)
  })

  test('work that fails does no harm to what is committed in the same moment', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    const outcomes = await atOnce(40, (index) =>
      stores.here
        .transaction(async ({ spentProofs, sessions }) => {
          await spentProofs.consumeOnce(`${index}`, NOW)
          // Every fourth breaks a rule of the database, every other fourth throws by itself.
          await sessions.open(someSession(index % 4 === 1 ? someUserId() : user))
          if (index % 4 === 3) throw new Error('no')
          return 'committed'
        })
        .catch(() => 'failed'),
    )
    expect(outcomes).toEqual(outcomes.map((_, index) => (index % 2 === 0 ? 'committed' : 'failed')))
    const kept = await runSql(stores.database, 'select key from spent_proofs')
    expect(kept.map(({ key }) => Number(key)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index * 2),
    )
    expect(await countRows(stores.database, 'sessions')).toBe(20)
  })

  test('single statements that fail do no harm to their neighbours either', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    const outcomes = await atOnce(20, (index) =>
      stores.here.sessions.open(someSession(index % 2 === 0 ? user : someUserId())).then(
        () => 'opened',
        () => 'failed',
      ),
    )
    expect(outcomes).toEqual(outcomes.map((_, index) => (index % 2 === 0 ? 'opened' : 'failed')))
    expect(await countRows(stores.database, 'sessions')).toBe(10)
  })

  test('what is to be done after the commit is done after it, and never after a rollback', async () => {
    await using stores = await openStores(kind)
    const database = openBelow(stores.database)
    try {
      const seen: string[] = []
      await database.transaction(async (connection) => {
        connection.afterCommit(() => seen.push('after the commit'))
        await connection.run(insertProof, { key: 'first' })
        seen.push('in the transaction')
      })
      const failing = database.transaction(async (connection) => {
        connection.afterCommit(() => seen.push('after a rollback'))
        await connection.run(insertProof, { key: 'first' })
      })
      await expect(failing).rejects.toThrow()
      expect(seen).toEqual(['in the transaction', 'after the commit'])
    } finally {
      await database.close()
    }
  })

  test('what is acknowledged can be read by another process', async () => {
    await using stores = await openStores(kind)
    await atOnce(30, async (index) => {
      const identity = someIdentity({ address: addressOf(`${index}@example.com`, true) })
      const id = await createUser(index % 2 === 0 ? stores.here : stores.elsewhere, identity)
      const { accounts } = index % 2 === 0 ? stores.elsewhere : stores.here
      expect(await accounts.findByIdentity(identity)).toMatchObject({ id })
    })
  })

  test('transactions that want the same rows in opposite order both succeed', async () => {
    await using stores = await openStores(kind)
    const identities = [someIdentity(), someIdentity()]
    const ids = [await createUser(stores.here, identities[0]), await createUser(stores.here, identities[1])]
    const both = (order: readonly number[]) => (storage: typeof stores.here) =>
      storage.transaction(async ({ accounts }) => {
        for (const index of order) {
          const identity = { ...someIdentity(), ...identities[index], name: 'Ada' }
          await accounts.recordSignIn(ids[index] ?? someUserId(), identity, NOW)
        }
      })
    for (let round = 0; round < 10; round += 1)
      await Promise.all([both([0, 1])(stores.here), both([1, 0])(stores.elsewhere)])
    expect(await stores.here.accounts.findById(ids[1] ?? someUserId())).toMatchObject({ name: 'Ada' })
  })

  test('a store that is closing finishes what was begun', async () => {
    await using stores = await openStores(kind)
    const database = openBelow(stores.database)
    const writing = atOnce(20, (index) => database.run(insertProof, { key: `${index}` }))
    await Promise.all([
      writing,
      kind.name === 'sqlite' ? database.close() : writing.then(() => database.close()),
    ])
    expect(await countRows(stores.database, 'spent_proofs')).toBe(20)
  })
})
