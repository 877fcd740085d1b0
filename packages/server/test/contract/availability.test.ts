import { setTimeout as pause } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { type DatabaseKind, postgres, sqlite } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  atOnce,
  createSession,
  createUser,
  NOW,
  openOn,
  openStores,
  someSession,
} from '../fixtures/stores.js'

describe('PostgreSQL that goes away', () => {
  test('is a refusal that passes, not a bug; and when it is back everything goes on', async () => {
    await using stores = await openStores(postgres)
    const session = await createSession(stores.here)
    const user = await createUser(stores.here)

    const cut = stores.here.transaction(async ({ sessions }) => {
      await sessions.open(someSession(user))
      await runSql(
        stores.database,
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid != pg_backend_pid()',
      )
      await sessions.open(someSession(user))
    })
    await expect(cut).rejects.toMatchObject({ code: 'storage_unavailable' })

    // Connections that broke while idle are found broken one by one, and replaced.
    await expect.poll(() => stores.here.sessions.find(session.id).catch(() => undefined)).toEqual(session)
    const left = await runSql(stores.database, `select id from sessions where user_id = '${user}'`)
    expect(left).toEqual([])
  })

  test('is a refusal that passes when nobody listens there', async () => {
    const nowhere = { url: 'postgres://nobody@127.0.0.1:1/nothing' }
    const storage = openOn({ ...nowhere, drop: async () => {}, [Symbol.asyncDispose]: async () => {} })
    await expect(storage.migrate(NOW)).rejects.toMatchObject({ code: 'storage_unavailable' })
    await storage.close()
  })

  test('has more requests than connections: they wait for their turn', async () => {
    await using stores = await openStores(postgres)
    const user = await createUser(stores.here)
    const opened = await atOnce(100, () =>
      stores.here.transaction(async ({ sessions }) => {
        await sessions.open(someSession(user))
        return 'opened'
      }),
    )
    expect(opened).toHaveLength(100)
  })
})

describe('a SQLite file that another process is writing to', () => {
  const holdLock = (kind: DatabaseKind, url: string) => {
    expect(kind.name).toBe('sqlite')
    const holder = new SqliteDatabase(url.slice('sqlite:'.length))
    holder.exec('BEGIN IMMEDIATE')
    return holder
  }

  test('is waited for, and meanwhile read and everything else goes on', async () => {
    await using stores = await openStores(sqlite)
    const session = await createSession(stores.here)
    const holder = holdLock(sqlite, stores.database.url)
    let ended = false
    const ending = stores.here.sessions.end(session.id, 'signed_out', NOW).then((outcome) => {
      ended = true
      return outcome
    })
    for (let turn = 0; turn < 10; turn += 1) {
      await pause(5)
      expect(await stores.here.sessions.find(session.id)).toEqual(session)
    }
    expect(ended).toBe(false)
    holder.exec('COMMIT')
    holder.close()
    expect(await ending).toBe('ended')
  })

  test('for longer than anybody would wait is a refusal that passes', async () => {
    await using stores = await openStores(sqlite)
    const session = await createSession(stores.here)
    const holder = holdLock(sqlite, stores.database.url)
    const endings = atOnce(3, () => stores.here.sessions.end(session.id, 'signed_out', NOW))
    await expect(endings).rejects.toMatchObject({ code: 'storage_unavailable' })
    holder.exec('COMMIT')
    holder.close()
    expect(await stores.here.sessions.end(session.id, 'signed_out', NOW)).toBe('ended')
  })
})
