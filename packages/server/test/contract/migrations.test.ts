import { describe, expect, test } from 'vitest'
import { SchemaTooNewError } from '../../src/storage/sql/migrate.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, createSession, NOW, openOn, openStores } from '../fixtures/stores.js'

describe.each(databaseKinds)('migrations on $name', (kind) => {
  test('a new database gets every migration once, and an up-to-date one none', async () => {
    await using database = await kind.create()
    const storage = openOn(database)
    try {
      const applied = await storage.migrate(NOW)
      expect(applied).not.toEqual([])
      expect(await storage.migrate(NOW + 1)).toEqual([])
      const ledger = await runSql(
        database,
        'select number, name, applied_at from schema_migrations order by number',
      )
      expect(ledger).toEqual(applied.map((name, index) => ({ number: index + 1, name, applied_at: NOW })))
    } finally {
      await storage.close()
    }
  })

  test('of processes that start on a new database at once, one migrates and the others wait', async () => {
    await using database = await kind.create()
    const storages = Array.from({ length: 5 }, () => openOn(database))
    try {
      const applied = await atOnce(5, async (index) => storages[index]?.migrate(NOW))
      expect(applied.filter((names) => names !== undefined && names.length > 0)).toHaveLength(1)
      expect(await countRows(database, 'schema_migrations')).toBe(applied.flat().length)
      for (const storage of storages) expect(await storage.clients.list()).toEqual([])
    } finally {
      for (const storage of storages) await storage.close()
    }
  })

  test('migrating leaves what is there as it is', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here)
    await stores.elsewhere.migrate(NOW)
    expect(await stores.elsewhere.sessions.find(session.id)).toEqual(session)
  })

  test('a schema from a newer Latchkey is refused with what to do, and not touched', async () => {
    await using database = await kind.create()
    const storage = openOn(database)
    try {
      await storage.migrate(NOW)
      await runSql(database, "insert into schema_migrations values (99, 'from the future', 0)")
      const ledger = await runSql(database, 'select * from schema_migrations')
      const migrating = storage.migrate(NOW)
      await expect(migrating).rejects.toBeInstanceOf(SchemaTooNewError)
      await expect(migrating).rejects.toThrow(
        /The database has migration 99, this Latchkey knows \d+\. Run the newer Latchkey that wrote it\./,
      )
      expect(await runSql(database, 'select * from schema_migrations')).toEqual(ledger)
    } finally {
      await storage.close()
    }
  })
})
