import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { databaseKinds, postgres, sqlite } from '../fixtures/databases.js'
import { importFrom, makeSqlite, notesOf, peopleIn } from '../fixtures/imports.js'
import { runSql } from '../fixtures/run-sql.js'
import { NOW, openStores } from '../fixtures/stores.js'

const HASH = `${'0'.repeat(32)}:${'ab'.repeat(64)}`

const makeFile = async (statements: readonly string[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return makeSqlite(join(folder, 'old.sqlite3'), statements)
}

const BETTER_AUTH = [
  `create table "user" (id text primary key, name text not null, email text not null unique, "emailVerified" integer not null, image text,
     "createdAt" date not null, "updatedAt" date not null, username text, "displayUsername" text, role text, banned integer)`,
  `create table account (id text primary key, "accountId" text, "providerId" text, "userId" text references "user" (id), "accessToken" text,
     "refreshToken" text, "idToken" text, "accessTokenExpiresAt" date, "refreshTokenExpiresAt" date, scope text, password text, "createdAt" date, "updatedAt" date)`,
  'create table session (id text primary key, token text, "userId" text)',
  `insert into "user" values ('u1', 'Ada', 'ada@example.com', 1, 'https://example.com/a.png', '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', 'ada', 'Ada', 'admin,editor', 0)`,
  `insert into "user" values ('u2', 'Bob', 'bob@example.com', 0, null, '1704067200000', '2024-01-01T00:00:00.000Z', null, null, null, 1)`,
  `insert into account values ('a1', 'u1', 'credential', 'u1', null, null, null, null, null, null, '${HASH}', '2024-01-01', '2024-01-01')`,
  `insert into account values ('a2', '1101', 'google', 'u1', 'token', 'refresh', 'id', '2024-01-01T01:00:00.000Z', null, 'openid', null, '2024-02-01', '2024-03-01')`,
  `insert into session values ('s1', 'token', 'u1')`,
]

describe.each(databaseKinds)('people of Better Auth, into $name', (kind) => {
  test('bring password, identities, roles and bans along; their sessions end with it', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'better-auth', { from: await makeFile(BETTER_AUTH) })
    expect(await peopleIn(stores.database)).toMatchObject({
      u1: {
        email_key: 'ada@example.com',
        name: 'Ada',
        picture: 'https://example.com/a.png',
        roles: ['admin', 'editor'],
        created_at: Date.UTC(2024, 0, 1),
        suspended_at: null,
        passwords: [{ hash: HASH }],
        identities: [
          {
            provider: 'google',
            subject: '1101',
            created_at: Date.UTC(2024, 1, 1),
            last_used_at: Date.UTC(2024, 2, 1),
          },
        ],
        login_names: [{ name: 'ada' }, { name: 'ada@example.com' }],
        django_accounts: [],
      },
      u2: {
        email: 'bob@example.com',
        email_key: null,
        suspended_at: NOW,
        passwords: [],
        created_at: Date.UTC(2024, 0, 1),
      },
    })
    expect(notesOf(done)).toEqual([
      'column_left user: updatedAt, displayUsername',
      'sessions_of_source',
      'sign_in_after_reset u2',
      'tokens_left u1 google',
    ])
  })
})

test('people of Better Auth come out of PostgreSQL too', async () => {
  await using old = await postgres.createEmpty()
  await using stores = await openStores(sqlite)
  for (const statement of BETTER_AUTH.slice(0, 3).map((one) => one.replaceAll(' date', ' timestamptz')))
    await runSql(
      old,
      statement
        .replace('"emailVerified" integer', '"emailVerified" boolean')
        .replace('banned integer', 'banned boolean'),
    )
  await runSql(
    old,
    `insert into "user" values ('u1', 'Ada', 'ada@example.com', true, null, '2024-01-01 00:00Z', now(), null, null, null, null)`,
  )
  await runSql(
    old,
    `insert into account values ('a1', 'u1', 'credential', 'u1', null, null, null, null, null, null, '${HASH}', now(), now())`,
  )
  await importFrom(stores.here, 'better-auth', { from: old.url })
  expect(await peopleIn(stores.database)).toMatchObject({
    u1: {
      email_key: 'ada@example.com',
      passwords: [{ hash: HASH }],
      created_at: Date.UTC(2024, 0, 1),
      suspended_at: null,
    },
  })
})

const NEXT_AUTH = {
  prisma: [
    'create table "User" (id text primary key, name text, email text unique, "emailVerified" datetime, image text, "hashedPassword" text)',
    'create table "Account" (id text primary key, "userId" text, type text, provider text, "providerAccountId" text, refresh_token text, access_token text, expires_at integer, token_type text, scope text, id_token text, session_state text)',
    'create table "Session" (id text primary key, "sessionToken" text, "userId" text, expires datetime)',
    `insert into "User" values ('c1', 'Ada', 'ada@example.com', 1704067200000, null, '$2b$10$${'a'.repeat(53)}')`,
    `insert into "User" values ('c2', 'Bob', 'bob@example.com', null, null, null)`,
    `insert into "Account" values ('x', 'c2', 'oauth', 'github', '5832', null, 'gho', 1900000000, 'bearer', 'read:user', null, null)`,
    `insert into "Account" values ('y', 'c1', 'email', 'email', 'ada@example.com', null, null, null, null, null, null, null)`,
    `insert into "Account" values ('z', 'c2', 'oidc', 'azure-ad', 'pairwise', null, null, null, null, null, null, null)`,
  ],
  'pg adapter': [
    'create table users (id integer primary key, name text, email text, "emailVerified" timestamptz, image text)',
    'create table accounts (id integer primary key, "userId" integer, type text, provider text, "providerAccountId" text, refresh_token text, access_token text, expires_at bigint, id_token text, scope text, session_state text, token_type text)',
    'create table sessions (id integer primary key, "userId" integer, expires timestamptz, "sessionToken" text)',
    `insert into users values (1, 'Ada', 'ada@example.com', '2024-01-01 00:00:00+00', null)`,
    `insert into accounts values (1, 1, 'oauth', 'google', '1101', null, null, null, null, null, null, null)`,
  ],
}

describe('people of NextAuth', () => {
  test('in the tables of Prisma', async () => {
    await using stores = await openStores(sqlite)
    const done = await importFrom(stores.here, 'next-auth', { from: await makeFile(NEXT_AUTH.prisma) })
    expect(await peopleIn(stores.database)).toMatchObject({
      c1: {
        email_key: 'ada@example.com',
        identities: [],
        passwords: [{ hash: expect.stringMatching(/^\$2b/) }],
      },
      c2: {
        email_key: null,
        identities: [
          { provider: 'azure-ad', subject: 'pairwise' },
          { provider: 'github', subject: '5832' },
        ],
      },
    })
    expect(notesOf(done)).toEqual([
      'address_unproven c2',
      'password_none c2',
      'provider_unknown c2 azure-ad',
      'tokens_left c2 github',
    ])
  })

  test('in the tables of the adapter for PostgreSQL', async () => {
    await using old = await postgres.createEmpty()
    await using stores = await openStores(sqlite)
    for (const statement of NEXT_AUTH['pg adapter']) await runSql(old, statement)
    await importFrom(stores.here, 'next-auth', { from: old.url })
    expect(await peopleIn(stores.database)).toMatchObject({
      '1': { email_key: 'ada@example.com', identities: [{ provider: 'google', subject: '1101' }] },
    })
  })

  test('are not looked for where there are no such tables', async () => {
    await using stores = await openStores(sqlite)
    const from = await makeFile(['create table people (id integer primary key)'])
    await expect(importFrom(stores.here, 'next-auth', { from })).rejects.toThrow('is no database of NextAuth')
    await expect(importFrom(stores.here, 'better-auth', { from })).rejects.toThrow(
      'is no database of Better Auth',
    )
  })
})
