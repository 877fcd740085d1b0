import { describe, expect, test } from 'vitest'
import { parseSessionId, type UserId } from '../../src/model/ids.js'
import { SchemaTooNewError } from '../../src/storage/sql/migrate.js'
import { migration as first } from '../../src/storage/sql/migrations/0001-accounts-sessions-keys.js'
import { type DatabaseKind, databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, createSession, NOW, openOn, openStores, someLink } from '../fixtures/stores.js'

const USER = 'usr_019aa3f2c81e4c1d9e0b7a6f5d2c3b4a' as UserId
const SESSION = parseSessionId('ses_019aa3f2d00f5b2c8a7e6d5c4b3a2f1e')

/** A database as the first Latchkey left it, with somebody signed in. */
const writeFirstSchema = async (kind: DatabaseKind, database: TestDatabase): Promise<void> => {
  const millisType = kind.name === 'sqlite' ? 'integer' : 'bigint'
  const dialect = {
    name: kind.name,
    millisType,
    locksRows: kind.name === 'postgres',
    hasSequences: kind.name === 'postgres',
  } as const
  const rows = [
    `create table schema_migrations (number integer primary key, name text not null, applied_at ${millisType} not null)`,
    `insert into schema_migrations values (1, '${first.name}', ${NOW})`,
    `insert into users values ('${USER}', 'Ada@example.com', 'ada@example.com', ${NOW}, 'Ada', null, null, ${NOW}, ${NOW})`,
    `insert into identities values ('google', '1', '${USER}', 'Ada@example.com', ${NOW}, ${NOW})`,
    `insert into sessions values ('${SESSION}', '${USER}', 'web', 'openid', 'https://api.example', 'fed', ${NOW}, ${NOW}, ${NOW}, ${NOW + 1}, 3, null, null, null)`,
  ]
  for (const text of [...first.statements(dialect), ...rows]) await runSql(database, text)
}

describe.each(databaseKinds)('migrations on $name', (kind) => {
  test('a new database gets every migration once, and an up-to-date one none', async () => {
    await using database = await kind.createEmpty()
    const storage = openOn(database)
    try {
      const applied = await storage.migrate(NOW)
      expect(applied).not.toEqual([])
      expect(await storage.migrate(NOW + 1)).toEqual([])
      const ledger = await runSql(
        database,
        'select number, name, applied_at from schema_migrations order by number',
      )
      expect(ledger).toEqual(applied.map((name) => ({ number: expect.any(Number), name, applied_at: NOW })))
    } finally {
      await storage.close()
    }
  })

  test('of processes that start on a new database at once, one migrates and the others wait', async () => {
    await using database = await kind.createEmpty()
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

  test('a database of the first version is brought up to date with everybody in it', async () => {
    await using database = await kind.createEmpty()
    await writeFirstSchema(kind, database)
    const storage = openOn(database)
    try {
      expect(await storage.migrate(NOW)).toEqual([
        'passwords, mail and cookie sessions',
        'names of identities, and tokens of providers',
        'people, names and tokens of the backend that is replaced',
        'numbers that are given once, addresses that are claimed, and which roles came from where',
        'API keys',
        'numbered sessions and security events',
        'streams of security events',
        'logout tokens for clients',
        'origins of sessions',
        'audit history',
        'what operators search, and requests that are repeated',
        'the audit history is a chain',
        'roles that providers give',
        'sign-ins that ended at their provider',
        'webhooks',
        'stored providers',
        'impersonation',
        'messages in the order of their birth',
        'impersonation ends with a change of roles',
        'logout tokens for stored clients',
      ])
      const ada = {
        id: USER,
        email: 'Ada@example.com',
        emailVerifiedAt: NOW,
        name: 'Ada',
        picture: null,
        profile: {},
        roles: [],
        suspendedAt: null,
        createdAt: NOW,
        updatedAt: NOW,
      }
      expect(await storage.accounts.findByIdentity({ provider: 'google', subject: '1' })).toEqual(ada)
      expect(
        await storage.accounts.findPasswordHolder({
          addressKey: 'ada@example.com',
          loginName: 'ada@example.com',
        }),
      ).toEqual({
        user: ada,
        password: null,
      })
      expect(await storage.sessions.listOf(USER)).toEqual([
        {
          id: SESSION,
          userId: USER,
          clientId: 'web',
          scopes: ['openid'],
          audience: 'https://api.example',
          amr: ['fed'],
          authenticatedAt: NOW,
          createdAt: NOW,
          lastUsedAt: NOW,
          expiresAt: NOW + 1,
          generation: 3,
          rotatedAt: null,
          endedAt: null,
          endReason: null,
          cookieHash: null,
          remembered: false,
          userAgent: null,
          opaqueHash: null,
          idleLimit: null,
          number: 0,
          apiKey: null,
          actor: null,
        },
      ])
      await storage.links.add(someLink(USER))
      expect(await storage.transaction(({ accounts }) => accounts.delete(USER))).toBe('deleted')
      expect(await countRows(database, 'one_time_links')).toBe(0)
    } finally {
      await storage.close()
    }
  })

  test('a schema from a newer Latchkey is refused with what to do, and not touched', async () => {
    await using database = await kind.createEmpty()
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
