import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { importFrom, makeSqlite, notesOf, peopleIn } from '../fixtures/imports.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { NOW, openStores, someIdentity } from '../fixtures/stores.js'

type Person = Readonly<Record<string, unknown>>

const LATER = NOW + 1_000
const HASH = `$2b$10$${'a'.repeat(53)}`
const OTHER_HASH = `$2b$10$${'b'.repeat(53)}`
const ADA = {
  id: '1',
  username: 'ada',
  name: 'Ada',
  email: 'ada@example.com',
  email_verified: true,
  password_hash: HASH,
  identities: [{ provider: 'google', subject: '1101', created_at: '2020-01-01' }],
  roles: ['staff'],
  django_id: '5',
}

const importPerson = (stores: { here: Parameters<typeof importFrom>[0] }, person: Person, now = NOW) =>
  importFrom(stores.here, 'ndjson', { text: JSON.stringify(person), now })

const userIdIn = async (database: TestDatabase): Promise<UserId> => {
  const [row] = await runSql(database, 'select id from users')
  return row?.['id'] as UserId
}

describe.each(databaseKinds)('somebody who is imported again on $name', (kind) => {
  test('is left alone when nothing is new', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const before = await peopleIn(stores.database)
    const again = await importPerson(stores, ADA, LATER)
    expect(again.report.people).toMatchObject({ unchanged: 1, renewed: 0, imported: 0 })
    expect(await peopleIn(stores.database)).toEqual(before)
  })

  test('is renewed where nobody has changed anything here', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const renewed = await importPerson(
      stores,
      {
        ...ADA,
        username: 'countess',
        name: 'Ada King',
        email: 'ada@king.example',
        password_hash: OTHER_HASH,
        roles: ['countess'],
        suspended: true,
        first_name: 'Ada',
      },
      LATER,
    )
    expect(renewed.report.people).toMatchObject({ renewed: 1 })
    expect(notesOf(renewed)).toEqual(['password_changed_there 1'])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Ada King',
      email: 'ada@king.example',
      email_key: 'ada@king.example',
      roles: ['countess'],
      suspended_at: LATER,
      updated_at: LATER,
      passwords: [{ hash: OTHER_HASH, changed_at: LATER }],
      login_names: [{ name: 'ada@king.example' }, { name: 'countess' }],
      django_accounts: [{ id: '5', username: 'countess', first_name: 'Ada' }],
    })
    // And what was renewed can be renewed again.
    await importPerson(stores, { ...ADA, password_hash: HASH }, LATER + 1_000)
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Ada',
      suspended_at: null,
      passwords: [{ hash: HASH }],
    })
  })

  test('keeps what they changed here, and the report says so', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    const user = await stores.here.accounts.findById(id)
    await stores.here.transaction(({ accounts }) =>
      accounts.replaceDetails(
        id,
        user?.updatedAt ?? 0,
        { name: 'Changed here', picture: null, profile: {} },
        NOW + 10,
      ),
    )
    const again = await importPerson(stores, { ...ADA, name: 'Changed there', username: 'new' }, LATER)
    expect(notesOf(again)).toEqual(['changed_here 1'])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Changed here',
      login_names: [{ name: 'ada' }, { name: 'ada@example.com' }],
      django_accounts: [{ username: 'ada' }],
    })
  })

  test('keeps everything as it is here once they have set a password here', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.transaction(({ accounts }) => accounts.setPassword(id, 'set here', NOW + 10))
    const again = await importPerson(stores, { ...ADA, name: 'New', password_hash: OTHER_HASH }, LATER)
    expect(notesOf(again)).toEqual(['changed_here 1', 'password_changed_there 1'])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Ada',
      passwords: [{ hash: 'set here', changed_at: NOW + 10 }],
    })
    // Not even once the moment of the last import is later than that of the change.
    await importPerson(stores, { ...ADA, name: 'Newer', password_hash: HASH }, LATER + 1_000)
    expect((await peopleIn(stores.database))['1']).toMatchObject({ passwords: [{ hash: 'set here' }] })
  })

  test('keeps the stronger hash that the first sign-in made of the same password', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.accounts.upgradePassword(id, HASH, 'a stronger hash')
    await importPerson(stores, { ...ADA, name: 'New' }, LATER)
    expect((await peopleIn(stores.database))['1']).toMatchObject({ passwords: [{ hash: 'a stronger hash' }] })
    await importPerson(stores, { ...ADA, password_hash: OTHER_HASH }, LATER + 1_000)
    expect((await peopleIn(stores.database))['1']).toMatchObject({ passwords: [{ hash: OTHER_HASH }] })
  })

  test('loses a password that is none there any more, and gets one that was not there before', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    await importPerson(stores, { ...ADA, password_hash: '!' }, LATER)
    expect(await countRows(stores.database, 'passwords')).toBe(0)
    await importPerson(stores, { ...ADA, password_hash: OTHER_HASH }, LATER + 1_000)
    expect((await peopleIn(stores.database))['1']).toMatchObject({ passwords: [{ hash: OTHER_HASH }] })
  })

  test('who deleted the account here stays away, with what they had there', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.transaction(({ accounts }) => accounts.delete(id))
    const again = await importPerson(stores, { ...ADA, name: 'New' }, LATER)
    expect(again.report.people).toMatchObject({ read: 1, imported: 0, deleted: 1 })
    expect(notesOf(again)).toEqual(['deleted_here 1'])
    for (const table of ['users', 'login_names', 'identities', 'passwords'])
      expect(await countRows(stores.database, table), table).toBe(0)
  })

  test('gets no identity once one was unlinked here: neither that one nor one that was linked there since', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.transaction(({ accounts }) =>
      accounts.unlinkIdentity(id, { provider: 'google', subject: '1101' }, NOW + 10),
    )
    const github = { provider: 'github', subject: '5', created_at: new Date(NOW + 500).toISOString() }
    const again = await importPerson(stores, { ...ADA, identities: [...ADA.identities, github] }, LATER)
    expect(notesOf(again)).toEqual([
      'changed_here 1',
      'identity_after_import 1 google',
      'identity_left 1 github',
    ])
    expect((await peopleIn(stores.database))['1']).toMatchObject({ identities: [] })
  })

  test('gets the identity that was linked there since, where nobody has changed anything here', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const github = { provider: 'github', subject: '5', created_at: new Date(NOW + 500).toISOString() }
    const again = await importPerson(stores, { ...ADA, identities: [...ADA.identities, github] }, LATER)
    expect(notesOf(again)).toEqual([])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      identities: [{ provider: 'github' }, { provider: 'google' }],
    })
  })

  test('gets neither names, identities nor roles once somebody has put out all who were signed in', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.sessions.endAllOf(id, null, 'signed_out_elsewhere', NOW + 10)
    const github = { provider: 'github', subject: '5', created_at: new Date(NOW + 500).toISOString() }
    const there = { ...ADA, username: 'mallory', identities: [github], roles: ['staff', 'superuser'] }
    const again = await importPerson(stores, { ...there, name: 'New' }, LATER)
    expect(notesOf(again)).toEqual(['changed_here 1', 'identity_left 1 github'])
    // Nor the next time, when the moment of the last import is later than all that was done here.
    const more = await importPerson(stores, { ...there, name: 'Newer' }, LATER + 1_000)
    expect(notesOf(more)).toEqual(['changed_here 1', 'identity_after_import 1 github'])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Ada',
      roles: ['staff'],
      identities: [{ provider: 'google' }],
      login_names: [{ name: 'ada' }, { name: 'ada@example.com' }],
    })
  })

  test('gets no password back that was dropped here, whatever it is changed to there', async () => {
    await using stores = await openStores(kind)
    await importPerson(stores, ADA)
    const id = await userIdIn(stores.database)
    await stores.here.transaction(({ accounts }) =>
      accounts.linkIdentity(id, someIdentity({ provider: 'github' }), NOW + 10),
    )
    await runSql(stores.database, 'delete from passwords')
    const again = await importPerson(stores, { ...ADA, password_hash: OTHER_HASH }, LATER)
    expect(notesOf(again)).toEqual(['changed_here 1', 'password_changed_there 1'])
    expect(await countRows(stores.database, 'passwords')).toBe(0)
  })
})

describe.each(databaseKinds)('a token of Django on $name', (kind) => {
  const makeSource = async (keys: readonly string[]): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    return makeSqlite(join(folder, 'old.sqlite3'), [
      'create table auth_user (id integer primary key, username text, email text, password text, last_login text)',
      "insert into auth_user values (1, 'ada', 'ada@example.com', '!', null)",
      'create table authtoken_token (key text primary key, created text, user_id integer references auth_user (id))',
      ...keys.map((key) => `insert into authtoken_token values ('${key}', '2020-01-01 00:00:00', 1)`),
    ])
  }

  test('that was ended here does not come back, even when its session is swept away', async () => {
    await using stores = await openStores(kind)
    const key = 'a'.repeat(40)
    await importFrom(stores.here, 'django', { from: await makeSource([key]) })
    expect(await countRows(stores.database, 'sessions')).toBe(1)
    await runSql(stores.database, 'delete from sessions')
    // Something else is new, so that they are looked at again.
    const another = 'b'.repeat(40)
    const again = await importFrom(stores.here, 'django', {
      from: await makeSource([key, another]),
      now: LATER,
    })
    expect(again.report.people).toMatchObject({ renewed: 1, sessions: 1 })
    expect(await countRows(stores.database, 'sessions')).toBe(1)
  })
})

describe.each(databaseKinds)('a dry run on $name', (kind) => {
  test('tells what an import will, and keeps nothing', async () => {
    await using stores = await openStores(kind)
    const people = [
      ADA,
      { ...ADA, id: '2', username: 'Ada' },
      { id: '3', email: 'no address', password_hash: 'md5$a$b' },
    ]
    const text = people.map((person) => JSON.stringify(person)).join('\n')
    const tried = await importFrom(stores.here, 'ndjson', { text, dryRun: true })
    for (const table of ['users', 'imports', 'identities', 'passwords', 'login_names', 'django_accounts'])
      expect(await countRows(stores.database, table), table).toBe(0)
    const done = await importFrom(stores.here, 'ndjson', { text })
    expect(tried.report).toEqual({ ...done.report, dryRun: true })
    expect(tried.lines).toEqual(done.lines)
    expect(done.report.people.imported).toBe(3)
  })
})
