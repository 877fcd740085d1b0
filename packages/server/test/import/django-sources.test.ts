import { createHash, createHmac } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { databaseKinds, postgres, sqlite } from '../fixtures/databases.js'
import {
  CAPTURES,
  captured,
  hasCaptures,
  importFrom,
  importSecrets,
  makeSqlite,
  notesOf,
  peopleIn,
} from '../fixtures/imports.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { NOW, openStores } from '../fixtures/stores.js'

const SECRET_KEY = 'django-insecure-of-a-test'
const STORED = 'pbkdf2_sha256$260000$abcdefghijklmnopqrstuv$kR0NVYXc1FOtdKUf0Lw6ikBSVAzWEtCIJRvxtWwGSrA='
const DAY = 86_400_000

const makeFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const USER_TABLE = `create table auth_user (id integer primary key, password text, last_login text, is_superuser bool, username text,
  first_name text, last_name text, email text, is_staff bool, is_active bool, date_joined text)`

const makeDjango = async (more: readonly string[] = []): Promise<string> =>
  makeSqlite(join(await makeFolder(), 'db.sqlite3'), [
    USER_TABLE,
    `insert into auth_user values (1, '${STORED}', null, 0, 'ada', 'Ada', 'L.', 'ada@example.com', 0, 1, '2020-01-02 03:04:05.678901')`,
    ...more,
  ])

/** What Django signs a text with. */
const djangoMac = (salt: string, text: string, secretKey = SECRET_KEY): Buffer =>
  createHmac(
    'sha256',
    createHash('sha256')
      .update(salt + secretKey)
      .digest(),
  )
    .update(text)
    .digest()

interface SessionDeviation {
  readonly deflate?: boolean
  readonly secretKey?: string
  readonly stored?: string
  /** Null: nobody is signed in with it. */
  readonly userId?: string | null
  /** Blanks behind the data. */
  readonly padding?: number
}

const sessionData = ({
  deflate = true,
  secretKey = SECRET_KEY,
  stored = STORED,
  userId = '1',
  padding = 0,
}: SessionDeviation = {}) => {
  const hash = djangoMac(
    'django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash',
    stored,
    secretKey,
  ).toString('hex')
  const json = JSON.stringify({
    _auth_user_id: userId,
    _auth_user_backend: 'ModelBackend',
    _auth_user_hash: hash,
  })
  const text = json + ' '.repeat(padding)
  const payload = deflate
    ? `.${deflateSync(text).toString('base64url')}`
    : Buffer.from(text).toString('base64url')
  const signed = `${payload}:1xUc8x`
  return `${signed}:${djangoMac('django.contrib.sessions.SessionStoresigner', signed, secretKey).toString('base64url')}`
}

const sessionRow = (key: string, data: string, expires = '2026-12-05 03:52:02') =>
  `insert into django_session values ('${key.padEnd(32, '0')}', '${data}', '${expires}')`
const SESSION_TABLE =
  'create table django_session (session_key text primary key, session_data text, expire_date text)'

describe.each(databaseKinds)('live sessions of Django on $name', (kind) => {
  test('go on when they verify under the old secret, deflated or not; all others are counted', async () => {
    await using stores = await openStores(kind)
    const verifying = sessionData()
    const from = await makeDjango([
      SESSION_TABLE,
      sessionRow('deflated', verifying),
      sessionRow('plain', sessionData({ deflate: false })),
      sessionRow('stranger', sessionData({ secretKey: 'another' })),
      sessionRow('oldpassword', sessionData({ stored: 'pbkdf2_sha256$before' })),
      sessionRow('nobody', sessionData({ userId: '99' })),
      sessionRow('text', sessionData({ userId: "1' or 1" })),
      sessionRow('forged', verifying.replace(/^\../, '.X')),
      sessionRow('unsigned', verifying.replace(':1xUc8x:', ':1xUc8y:')),
      sessionRow('garbage', 'no session at all'),
      sessionRow('over', verifying, '2026-01-01 00:00:00'),
    ])
    const done = await importFrom(stores.here, 'django', { from, secretKey: SECRET_KEY })
    expect(done.report.people.sessions).toBe(2)
    expect(done.report.notes.session_unverified?.count).toBe(7)
    expect(done.report.notes.session_expired?.count).toBe(1)
    const people = (await peopleIn(stores.database)) as Record<string, { sessions: readonly unknown[] }>
    expect(people['1']?.sessions).toHaveLength(2)
    expect(people['1']?.sessions).toContainEqual(
      expect.objectContaining({
        opaque_hash: importSecrets.hash(`django-session ${'deflated'.padEnd(32, '0')}`),
        client_id: 'django',
        expires_at: Date.UTC(2026, 11, 5, 3, 52, 2),
        idle_limit: Date.UTC(2026, 11, 5, 3, 52, 2),
        created_at: Date.UTC(2026, 10, 21, 3, 52, 3),
        amr: '',
      }),
    )
    // One that was ended here does not come back.
    await runSql(stores.database, 'delete from sessions')
    const again = await importFrom(stores.here, 'django', { from, secretKey: SECRET_KEY, now: NOW + 1_000 })
    expect(again.report.people.sessions).toBe(0)
    expect(await countRows(stores.database, 'sessions')).toBe(0)
  })

  test('of which none verifies tell that the secret is probably another one', async () => {
    await using stores = await openStores(kind)
    const from = await makeDjango([
      SESSION_TABLE,
      sessionRow('one', sessionData()),
      sessionRow('two', sessionData({ deflate: false })),
    ])
    const done = await importFrom(stores.here, 'django', { from, secretKey: 'another' })
    expect(Object.entries(done.report.notes).map(([kind, { count }]) => `${kind} ${count}`)).toEqual([
      'address_unproven 1',
      'session_secret_other 2',
    ])
    expect(done.report.notes.session_secret_other?.sentence).toMatch(/SECRET_KEY is probably another one/)
    // That nobody is signed in with it says nothing against the secret.
    const anonymous = await makeDjango([SESSION_TABLE, sessionRow('nobody', sessionData({ userId: null }))])
    const right = await importFrom(stores.here, 'django', { from: anonymous, secretKey: SECRET_KEY })
    expect(right.report.notes).not.toHaveProperty('session_secret_other')
    expect(right.report.notes.session_unverified?.count).toBe(1)
  })

  test('and tokens of somebody suspended do not go on, until they may sign in again', async () => {
    await using stores = await openStores(kind)
    const statements = [
      SESSION_TABLE,
      sessionRow('one', sessionData()),
      'create table authtoken_token (key text primary key, created text, user_id integer)',
      `insert into authtoken_token values ('${'ab'.repeat(20)}', '2020-01-01', 1)`,
    ]
    const suspended = await makeDjango([...statements, 'update auth_user set is_active = 0'])
    const given = { secretKey: SECRET_KEY, from: suspended }
    for (const dryRun of [true, false]) {
      const done = await importFrom(stores.here, 'django', { ...given, dryRun })
      expect(done.report.people).toMatchObject({ suspended: 1, sessions: 0 })
      expect(done.report.notes.session_suspended?.count).toBe(2)
      expect(await countRows(stores.database, 'sessions')).toBe(0)
    }
    const again = await importFrom(stores.here, 'django', { ...given, from: await makeDjango(statements) })
    expect(again.report.people).toMatchObject({ renewed: 1, sessions: 2 })
    expect(again.report.notes).not.toHaveProperty('session_suspended')
  })

  test('are counted by a dry run as they will be', async () => {
    await using stores = await openStores(kind)
    const from = await makeDjango([SESSION_TABLE, sessionRow('one', sessionData())])
    const tried = await importFrom(stores.here, 'django', { from, secretKey: SECRET_KEY, dryRun: true })
    expect(tried.report.people.sessions).toBe(1)
    expect(await countRows(stores.database, 'sessions')).toBe(0)
  })

  test('with data that unpack to more than anybody keeps are no sessions', async () => {
    await using stores = await openStores(kind)
    const data = sessionData({ padding: 50_000_000 })
    const from = await makeDjango([SESSION_TABLE, sessionRow('bomb', data)])
    const done = await importFrom(stores.here, 'django', { from, secretKey: SECRET_KEY })
    expect(done.report.notes.session_unverified?.count).toBe(1)
  })
})

describe('what Django lets people do', () => {
  test('becomes roles: staff, superuser, groups by name, permissions of their own as app and codename', async () => {
    await using stores = await openStores(sqlite)
    const from = await makeDjango([
      'update auth_user set is_staff = 1, is_superuser = 1',
      'create table auth_group (id integer primary key, name text)',
      "insert into auth_group values (3, 'Editors of Ünïcode')",
      'create table django_content_type (id integer primary key, app_label text, model text)',
      "insert into django_content_type values (7, 'blog', 'post')",
      'create table auth_permission (id integer primary key, content_type_id integer, codename text, name text)',
      "insert into auth_permission values (9, 7, 'publish_post', 'Can publish')",
      'create table auth_user_groups (id integer primary key, user_id integer, group_id integer)',
      'insert into auth_user_groups values (1, 1, 3)',
      'create table auth_user_user_permissions (id integer primary key, user_id integer, permission_id integer)',
      'insert into auth_user_user_permissions values (1, 1, 9)',
    ])
    await importFrom(stores.here, 'django', { from })
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      roles: ['staff', 'superuser', 'Editors of Ünïcode', 'blog.publish_post'],
    })
  })

  test('becomes no role of a flag by a group that is called like one, however it is spelled', async () => {
    await using stores = await openStores(sqlite)
    const from = await makeDjango([
      'update auth_user set is_staff = 0, is_superuser = 0',
      'create table auth_group (id integer primary key, name text)',
      "insert into auth_group values (1, 'superuser'), (2, ' staff	'), (3, 'staff of the shop')",
      'create table auth_user_groups (id integer primary key, user_id integer, group_id integer)',
      'insert into auth_user_groups values (1, 1, 1), (2, 1, 2), (3, 1, 3)',
    ])
    const done = await importFrom(stores.here, 'django', { from })
    expect(notesOf(done)).toEqual(
      expect.arrayContaining(['role_reserved 1 staff', 'role_reserved 1 superuser']),
    )
    expect((await peopleIn(stores.database))['1']).toMatchObject({ roles: ['staff of the shop'] })
  })
})

describe('the table of the people', () => {
  test('is found by what refers to it, whatever it is called; UUIDs get their hyphens back', async () => {
    await using stores = await openStores(sqlite)
    const from = makeSqlite(join(await makeFolder(), 'db.sqlite3'), [
      'create table shop_member (uid char(32) primary key, password text, mail text, enabled bool, phone text)',
      `insert into shop_member values ('a247f52148af449a9dd767b9073e57d7', '${STORED}', 'ada@example.com', 1, '555')`,
      'create table wifi (id integer primary key, password text)',
      'create table authtoken_token (key text primary key, created text, user_id text references shop_member (uid))',
    ])
    const done = await importFrom(stores.here, 'django', { from, map: ['email=mail'] })
    expect(notesOf(done)).toEqual([
      'address_unproven a247f52148af449a9dd767b9073e57d7',
      'column_left shop_member: enabled, phone',
    ])
    expect((await peopleIn(stores.database))['a247f52148af449a9dd767b9073e57d7']).toMatchObject({
      email: 'ada@example.com',
      django_accounts: [{ id: 'a247f521-48af-449a-9dd7-67b9073e57d7', number: null }],
    })
  })

  test('has to be named where nothing tells which it is', async () => {
    await using stores = await openStores(sqlite)
    const from = makeSqlite(join(await makeFolder(), 'db.sqlite3'), [
      'create table member (id integer primary key, password text, username text)',
      'create table wifi (id integer primary key, password text)',
      "insert into member values (1, '!', 'ada')",
    ])
    await expect(importFrom(stores.here, 'django', { from })).rejects.toMatchObject({
      name: 'SourceError',
      fix: 'Say which with --table: member, wifi.',
    })
    const done = await importFrom(stores.here, 'django', { from, table: 'member' })
    expect(done.report.people.imported).toBe(1)
    await expect(importFrom(stores.here, 'django', { from, table: 'nobody' })).rejects.toMatchObject({
      name: 'SourceError',
    })
    await expect(
      importFrom(stores.here, 'django', { from, table: 'member', map: ['email=mail'] }),
    ).rejects.toThrow('no column mail')
  })
})

describe.skipIf(!hasCaptures)('a Django backend on PostgreSQL', () => {
  /** The statements that make the tables a dump describes. */
  const readTables = async (project: string): Promise<readonly string[]> => {
    const dump = await readFile(`${CAPTURES}/django-tables-postgres.txt`, 'utf8')
    const blocks = dump.split(/\n\n/).filter((block) => block.trimStart().startsWith(`[${project}]`))
    const keys = [...dump.matchAll(/# (\w+): (PRIMARY KEY|FOREIGN KEY) (.+)/g)]
    const statements = blocks.map((block) => {
      const [, name = ''] = /\[\w+\] (\w+)/.exec(block) ?? []
      const columns = [...block.matchAll(/^ {2}(\w+) {2,}(.+?)(?: default .+)?$/gm)].map(
        ([, column = '', type = '']) => `"${column}" ${type}`,
      )
      return `create table ${name} (${columns.join(', ')})`
    })
    const names = statements.map((statement) => statement.split(' ')[2] ?? '')
    const wanted = new Map(
      keys
        .filter(([, table = '', , rest = '']) => {
          const [, target = table] = /REFERENCES (\w+)/.exec(rest) ?? []
          const isThere = keys.some(([, one, type]) => one === target && type === 'PRIMARY KEY')
          return names.includes(table) && names.includes(target) && isThere
        })
        .map(([, table, type, rest = '']) => [
          `${table} ${type} ${rest}`,
          `alter table ${table} add ${type} ${rest}`,
        ]),
    )
    const sorted = [...wanted.values()].sort(
      (a, b) => Number(b.includes('PRIMARY')) - Number(a.includes('PRIMARY')),
    )
    return [...statements, ...sorted]
  }

  test.each(databaseKinds)('is read in pages as one on SQLite is, into $name', async (kind) => {
    await using old = await postgres.createEmpty()
    await using stores = await openStores(kind)
    for (const statement of await readTables('c004')) await runSql(old, statement)
    await runSql(
      old,
      `insert into accounts_customuser (id, password, last_login, is_superuser, first_name, last_name, is_staff, is_active, date_joined, email)
       select n, '!', timestamptz '2026-01-02 03:04:05.678+02', n = 1, 'Person', n::text, n = 2, n <> 3, timestamptz '2020-01-01 00:00:00Z', 'p' || n || '@example.com'
       from generate_series(1, 1234) as n`,
    )
    await runSql(
      old,
      `insert into social_auth_usersocialauth (id, provider, uid, extra_data, user_id, created, modified)
       select n, 'github', 'gh' || n, '{"login": "gh", "access_token": "secret"}', n, now(), now() from generate_series(1, 1234) as n`,
    )
    const done = await importFrom(stores.here, 'django', { from: old.url })
    expect(done.report.people).toMatchObject({
      read: 1_234,
      imported: 1_234,
      identities: 1_234,
      suspended: 1,
    })
    const people = await peopleIn(stores.database)
    expect(people['3']).toMatchObject({
      name: 'Person 3',
      email: 'p3@example.com',
      suspended_at: NOW,
      created_at: Date.UTC(2020, 0, 1),
      identities: [{ provider: 'github', subject: 'gh3', name: 'gh' }],
      django_accounts: [{ id: '3', number: 3, last_login_at: Date.parse('2026-01-02T01:04:05.678Z') }],
    })
    expect(people['1']).toMatchObject({ roles: ['superuser'] })
    expect(people['2']).toMatchObject({ roles: ['staff'] })
    expect(Object.keys(people)).toHaveLength(1_234)
  })

  test('with keys that are text and in capital letters is read too, and so is its blacklist', async () => {
    await using old = await postgres.createEmpty()
    await using stores = await openStores(sqlite)
    for (const statement of await readTables('c001')) await runSql(old, statement)
    await runSql(
      old,
      `insert into nextjsdrfauth_customusermodel values ('!', null, 'key-1', 'ada', 'ada@example.com', false, true, false, null, now())`,
    )
    await runSql(old, `insert into account_emailaddress values (1, 'Ada@example.com', true, true, 'key-1')`)
    await runSql(
      old,
      `insert into token_blacklist_outstandingtoken values (1, 'x', null, timestamptz '${new Date(NOW + DAY).toISOString()}', null, 'jti1')`,
    )
    await runSql(old, 'insert into token_blacklist_blacklistedtoken values (1, now(), 1)')
    const done = await importFrom(stores.here, 'django', { from: old.url })
    expect(done.report.people).toMatchObject({ imported: 1, spentTokens: 1 })
    expect((await peopleIn(stores.database))['key-1']).toMatchObject({
      email: 'ada@example.com',
      email_key: 'ada@example.com',
      roles: ['staff'],
      suspended_at: NOW,
    })
    expect(notesOf(done)).toContain('django_id_unusable key-1 key-1')
    expect(await runSql(stores.database, 'select * from spent_proofs')).toEqual([
      { key: 'former-jwt jti1', expires_at: NOW + DAY },
    ])
  })

  test('that cannot be reached or does not let us in is told without its password', async () => {
    await using old = await postgres.createEmpty()
    await using stores = await openStores(sqlite)
    const closed = 'postgres://ada:hunter2@127.0.0.1:1/old'
    const failure = await importFrom(stores.here, 'django', { from: closed }).catch((error: unknown) => error)
    expect(failure).toMatchObject({
      name: 'SourceError',
      message: 'PostgreSQL at 127.0.0.1:1/old cannot be reached.',
    })
    const url = new URL(old.url)
    url.pathname = '/nowhere'
    await expect(importFrom(stores.here, 'django', { from: url.href })).rejects.toThrow(
      /is no database there/,
    )
    await expect(importFrom(stores.here, 'django', { from: old.url })).rejects.toThrow(
      /no database of Django/,
    )
  })
})

describe('a file that is no database of Django', () => {
  const refusal = async (from: string) => {
    await using stores = await openStores(sqlite)
    return await importFrom(stores.here, 'django', { from }).then(
      () => 'imported',
      (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : error),
    )
  }

  test('stops the import at once, and says what is the matter', async () => {
    const folder = await makeFolder()
    const file = join(folder, 'db.sqlite3')
    expect(await refusal(file)).toBe(`SourceError: There is no file ${file}.`)
    await writeFile(file, 'id,email\n1,ada@example.com\n'.repeat(100))
    expect(await refusal(file)).toBe(`SourceError: The file ${file} is no SQLite database.`)
    await writeFile(file, '')
    expect(await refusal(file)).toBe(
      `SourceError: ${file} is no database of Django: no table has people in it.`,
    )
    expect(await refusal(folder)).toBe(`SourceError: ${folder} is a folder.`)
    expect(await refusal('mysql://root@localhost/db')).toMatch(/Only databases of SQLite and PostgreSQL/)
    expect(await refusal('-')).toMatch(/cannot come by standard input/)
  })

  test('is told when it is damaged or locked', async () => {
    const file = await makeDjango()
    const locked = new SqliteDatabase(file)
    locked.exec('BEGIN EXCLUSIVE')
    try {
      expect(await refusal(file)).toBe(`SourceError: The file ${file} is locked by another process.`)
    } finally {
      locked.close()
    }
    const bytes = await readFile(file)
    bytes.fill(0xff, 100, bytes.length)
    await writeFile(file, bytes)
    expect(await refusal(file)).toBe(`SourceError: The file ${file} is damaged.`)
  })

  test.skipIf(!hasCaptures)('a captured one is not written to', async () => {
    const copy = join(await makeFolder(), 'copy.sqlite3')
    copyFileSync(captured('001'), copy)
    expect(await refusal(copy)).toBe('imported')
    expect(await readFile(copy)).toEqual(await readFile(captured('001')))
  })
})

describe('a database of Django with hostile rows', () => {
  test('is imported as far as it can be: long, broken and control characters are cut, replaced or reported', async () => {
    for (const kind of databaseKinds) {
      await using stores = await openStores(kind)
      const long = 'x'.repeat(1_048_576)
      const from = await makeDjango([
        `insert into auth_user values (2, '${long}', 'no date', 0, '${long}', '${long}', char(0) || 'Ada', '${long}@example.com', 0, 1, '-1')`,
        `insert into auth_user values (3, 'md5$salt$hash', null, 0, 'a' || char(0) || 'b', x'ff41', null, 'c' || char(0) || '@example.com', 'perhaps', 'maybe', 'never')`,
        `insert into auth_user values (4, null, null, null, null, null, null, null, null, null, null)`,
        'create table socialaccount_socialaccount (id integer primary key, provider text, uid text, extra_data text, user_id integer, last_login text, date_joined text)',
        `insert into socialaccount_socialaccount values (1, 'google', '', '{}', 2, null, null)`,
        `insert into socialaccount_socialaccount values (2, 'google', '${long}', '${'['.repeat(500_000)}', 2, null, null)`,
        `insert into socialaccount_socialaccount values (3, 'No Provider!', '1', '"\\"{}\\""', 3, null, null)`,
        `insert into socialaccount_socialaccount values (4, 'github', '7', '{"email": {"a": 1}, "name": ["x"]}', 4, null, null)`,
      ])
      const done = await importFrom(stores.here, 'django', { from })
      expect(done.report.people).toMatchObject({ read: 4, imported: 4, passwords: 1, identities: 1 })
      expect(notesOf(done)).toEqual([
        'address_unproven 1',
        'address_unreadable 2',
        'address_unreadable 3',
        'identity_unusable 2 google',
        'identity_unusable 2 google',
        'identity_unusable 3 the provider',
        'name_unusable 2',
        'name_unusable 2',
        'password_must_reset 3 md5',
        'password_none 4',
        'password_unreadable 2',
        'provider_unknown 3 no provider!',
        'sign_in_never 2',
        'sign_in_never 3',
        'suspended_unreadable 3 is_active',
        'value_unreadable 2 date_joined',
        'value_unreadable 2 last_login',
        'value_unreadable 3 date_joined',
        'value_unreadable 3 is_staff',
      ])
      const people = await peopleIn(stores.database)
      expect(people['2']).toMatchObject({ name: 'x'.repeat(200), email: null, login_names: [] })
      expect(people['3']).toMatchObject({ name: '\u{fffd}A', roles: [], suspended_at: NOW })
      expect(people['4']).toMatchObject({
        identities: [{ provider: 'github', subject: '7', email: null, name: null }],
      })
    }
  })
})
