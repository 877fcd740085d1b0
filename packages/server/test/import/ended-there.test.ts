import { createHash, createHmac, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type DatabaseKind, databaseKinds } from '../fixtures/databases.js'
import { type ImportDeviation, importFrom, makeSqlite, notesOf } from '../fixtures/imports.js'
import { runSql } from '../fixtures/run-sql.js'
import { NOW, openStores } from '../fixtures/stores.js'

// Import in the morning, switch in the evening. Between the two people sign out, change a stolen password, are banned or lose a role at the
// former backend; the last import is told so.

const SECRET = 'django-secret'
const OLD = `pbkdf2_sha256$1000$a$${'A'.repeat(43)}=`
const NEW = `pbkdf2_sha256$1000$b$${'B'.repeat(43)}=`
const LATER = NOW + 1_000

const macOf = (salt: string, text: string) =>
  createHmac(
    'sha256',
    createHash('sha256')
      .update(salt + SECRET)
      .digest(),
  )
    .update(text)
    .digest()

/** A session as Django writes it, of the person under 1 with this password. */
const sessionData = (stored: string) => {
  const hash = macOf('django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash', stored)
  const fields = { _auth_user_id: '1', _auth_user_backend: 'x', _auth_user_hash: hash.toString('hex') }
  const signed = `${Buffer.from(JSON.stringify(fields)).toString('base64url')}:1xUc8x`
  return `${signed}:${macOf('django.contrib.sessions.SessionStoresigner', signed).toString('base64url')}`
}

const insertSession = (key: string, stored: string) =>
  `insert into django_session values ('${key.repeat(32)}', '${sessionData(stored)}', '2027-12-05 03:52:02')`
const insertToken = (key: string) =>
  `insert into authtoken_token values ('${key.repeat(40)}', '2020-01-01 00:00:00', 1)`

/** Ada, superuser, with a token and a session, there and imported. */
const startWithAda = async (kind: DatabaseKind) => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
  const from = makeSqlite(join(folder, 'old.sqlite3'), [
    `create table auth_user (id integer primary key, password text, last_login text, is_superuser bool, username text,
      first_name text, last_name text, email text, is_staff bool, is_active bool, date_joined text)`,
    `insert into auth_user values (1, '${OLD}', null, 1, 'ada', '', '', 'ada@example.com', 1, 1, '2020-01-01 00:00:00')`,
    'create table authtoken_token (key text primary key, created text, user_id integer references auth_user (id))',
    insertToken('a'),
    'create table django_session (session_key text primary key, session_data text, expire_date text)',
    insertSession('s', OLD),
  ])
  const stores = await openStores(kind)
  onTestFinished(async () => {
    await stores[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })
  const bring = (deviation: ImportDeviation = {}) =>
    importFrom(stores.here, 'django', { from, secretKey: SECRET, now: LATER, ...deviation })
  const there = (...statements: string[]) => {
    const connection = new SqliteDatabase(from)
    for (const statement of statements) connection.exec(statement)
    connection.close()
  }
  const live = async () =>
    (await runSql(stores.database, 'select user_agent from sessions where ended_at is null')).length
  const reasons = async () =>
    (await runSql(stores.database, 'select end_reason from sessions')).map((row) => row['end_reason'])
  const user = async () => {
    const [row] = await runSql(stores.database, 'select id, roles, suspended_at from users')
    const roles: unknown = JSON.parse(String(row?.['roles']))
    return { id: row?.['id'], roles, suspended_at: row?.['suspended_at'] }
  }
  await bring({ now: NOW })
  expect(await live()).toBe(2)
  return { bring, there, live, reasons, user, stores }
}

describe.each(databaseKinds)('at the last import, on $name,', (kind) => {
  test('a token and a session that were ended there since open nothing', async () => {
    const { bring, there, live, reasons } = await startWithAda(kind)
    there('delete from authtoken_token', 'delete from django_session')
    const done = await bring()
    expect(done.report.notes.session_ended_there?.count).toBe(2)
    expect(await live()).toBe(0)
    expect(await reasons()).toEqual(['revoked', 'revoked'])
  })

  test('a token and a session that are still there go on, and so do new ones', async () => {
    const { bring, there, live } = await startWithAda(kind)
    expect(notesOf(await bring())).not.toContain('session_ended_there')
    expect(await live()).toBe(2)
    there(insertSession('t', OLD))
    await bring()
    expect(await live()).toBe(3)
  })

  test('a token that was ended there does not come back, though somebody writes it there again', async () => {
    const { bring, there, live } = await startWithAda(kind)
    there('delete from authtoken_token')
    await bring()
    there(insertToken('a'))
    await bring({ now: LATER + 1_000 })
    expect(await live()).toBe(1)
  })

  test('all sessions from before a password was changed there open nothing, those of JWTs too', async () => {
    const { bring, there, live, stores, user } = await startWithAda(kind)
    const columns = 'client_id, scope, audience, amr, authenticated_at, created_at, last_used_at, expires_at'
    const open = (amr: string, at: number) =>
      runSql(
        stores.database,
        `insert into sessions (id, user_id, ${columns}, generation, remembered, opaque_hash)
         select '${randomUUID()}', user_id, client_id, scope, audience, '${amr}', ${at}, created_at, last_used_at, expires_at,
           0, 0, '${randomUUID()}' from sessions where ended_at is null limit 1`,
      )
    await open('', 0) // as a JWT of the former backend opens one
    await open('pwd', NOW) // as a sign-in here does
    await open('fed', 0) // and one by a provider that does not say when
    there(`update auth_user set password = '${NEW}'`)
    const done = await bring()
    expect(notesOf(done)).toContain('password_changed_there 1')
    expect(await live()).toBe(2)
    expect(await runSql(stores.database, 'select user_id, former_ended_at from django_accounts')).toEqual([
      { user_id: (await user()).id, former_ended_at: LATER },
    ])
  })

  test('whoever is banned and demoted there is so here, whatever they changed about themselves here', async () => {
    const { bring, there, stores, user } = await startWithAda(kind)
    await runSql(stores.database, `update users set name = 'x', updated_at = updated_at + 1`)
    there('update auth_user set is_active = 0, is_superuser = 0')
    await bring()
    expect(await user()).toMatchObject({ roles: ['staff'], suspended_at: LATER })
    there('update auth_user set is_staff = 0')
    await bring({ now: LATER + 1_000 })
    expect(await user()).toMatchObject({ roles: [], suspended_at: LATER })
  })

  test('a role that was given here stays, and one that was given there since does not come', async () => {
    const { bring, there, stores, user } = await startWithAda(kind)
    await runSql(
      stores.database,
      `update users set roles = '["staff","superuser","auditor"]', updated_at = updated_at + 1`,
    )
    there(
      'update auth_user set is_superuser = 0',
      'create table auth_group (id integer primary key, name text)',
      `insert into auth_group values (1, 'editors')`,
      'create table auth_user_groups (id integer primary key, user_id integer references auth_user (id), group_id integer)',
      'insert into auth_user_groups values (1, 1, 1)',
    )
    await bring()
    expect((await user()).roles).toEqual(['staff', 'auditor'])
    // Given here now: that it stood there for a while does not make it theirs to take.
    await runSql(stores.database, `update users set roles = '["staff","editors"]'`)
    there('delete from auth_user_groups')
    await bring({ now: LATER + 1_000 })
    expect((await user()).roles).toEqual(['staff', 'editors'])
  })

  test('nobody is signed out who may have signed out: no secret, a wrong one, a table that is not there', async () => {
    const { bring, there, live } = await startWithAda(kind)
    await bring({ secretKey: undefined })
    await bring({ secretKey: 'another' })
    there('drop table authtoken_token', 'drop table django_session')
    await bring({ now: LATER + 1_000 })
    expect(await live()).toBe(2)
  })

  test('nobody is signed out by a dry run, nor by one that was broken off', async () => {
    const { bring, there, live } = await startWithAda(kind)
    there('delete from authtoken_token', 'delete from django_session')
    const tried = await bring({ dryRun: true })
    expect(tried.report.notes.session_ended_there?.count).toBe(2)
    expect(await live()).toBe(2)
    const stop = new AbortController()
    await bring({
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'writing') stop.abort()
      },
    })
    expect(await live()).toBe(2)
    await bring()
    expect(await live()).toBe(0)
  })

  test('sessions that came from another source are left', async () => {
    const { bring, there, live } = await startWithAda(kind)
    there('delete from authtoken_token', 'delete from django_session')
    await bring({ sourceName: 'another' })
    expect(await live()).toBe(2)
  })

  test('more sessions than one page of them are all looked at', async () => {
    const { bring, there, live } = await startWithAda(kind)
    const keys = Array.from({ length: 1_200 }, (_, index) => index.toString(16).padStart(40, '0'))
    there(...keys.map((key) => `insert into authtoken_token values ('${key}', '2020-01-01 00:00:00', 1)`))
    await bring()
    expect(await live()).toBe(1_202)
    there(`delete from authtoken_token where key < '${keys[1_199]}'`)
    await bring({ now: LATER + 1_000 })
    expect(await live()).toBe(3)
  })
})
