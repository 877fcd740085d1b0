import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Format } from '../../src/import/index.js'
import { databaseKinds, sqlite } from '../fixtures/databases.js'
import { type ImportDeviation, importFrom, notesOf, peopleIn } from '../fixtures/imports.js'
import { NOW, openStores } from '../fixtures/stores.js'

const BCRYPT = `$2b$10$${'a'.repeat(53)}`

const tryImport = async (format: Format, deviation: ImportDeviation) => {
  await using stores = await openStores(sqlite)
  return await importFrom(stores.here, format, deviation).then(
    async (done) => ({
      done,
      people: await peopleIn(stores.database),
      notes: notesOf(done),
      failure: undefined,
    }),
    (error: unknown) => ({
      done: undefined,
      people: {} as Awaited<ReturnType<typeof peopleIn>>,
      notes: [] as readonly string[],
      failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    }),
  )
}

describe.each(databaseKinds)('an export of Auth0 on $name', (kind) => {
  const USER = {
    user_id: 'auth0|5eb5d0f6c3a4b50c0f5a1111',
    email: 'ada@example.com',
    email_verified: true,
    name: 'Ada Lovelace',
    nickname: 'ada',
    picture: 'https://s.gravatar.com/avatar/1.png',
    created_at: '2020-05-08T10:00:00.000Z',
    updated_at: '2021-05-08T10:00:00.000Z',
    last_login: '2022-05-08T10:00:00.000Z',
    last_ip: '10.0.0.1',
    logins_count: 12,
    identities: [
      {
        user_id: '5eb5d0f6c3a4b50c0f5a1111',
        provider: 'auth0',
        connection: 'Username-Password-Authentication',
        isSocial: false,
      },
      {
        user_id: '110169484474386276334',
        provider: 'google-oauth2',
        connection: 'google-oauth2',
        isSocial: true,
      },
    ],
    app_metadata: { roles: ['admin', 7] },
  }
  const PASSWORD = {
    _id: { $oid: '5eb5d0f6c3a4b50c0f5a1111' },
    email_verified: true,
    email: 'ada@example.com',
    passwordHash: BCRYPT,
    password_set_date: { $date: '2020-05-08T10:00:00.000Z' },
    tenant: 'acme',
    connection: 'Username-Password-Authentication',
    _tmp_is_unique: true,
  }
  const EXPECTED = {
    email: 'ada@example.com',
    email_key: 'ada@example.com',
    email_verified_at: NOW,
    name: 'Ada Lovelace',
    picture: 'https://s.gravatar.com/avatar/1.png',
    roles: ['admin'],
    suspended_at: null,
    created_at: Date.UTC(2020, 4, 8, 10),
    updated_at: NOW,
    passwords: [{ hash: BCRYPT, changed_at: NOW }],
    identities: [
      {
        provider: 'auth0',
        subject: 'auth0|5eb5d0f6c3a4b50c0f5a1111',
        email: 'ada@example.com',
        created_at: Date.UTC(2020, 4, 8, 10),
        last_used_at: Date.UTC(2022, 4, 8, 10),
        name: null,
        roles: '[]',
      },
      {
        provider: 'google',
        subject: '110169484474386276334',
        email: 'ada@example.com',
        created_at: Date.UTC(2020, 4, 8, 10),
        last_used_at: Date.UTC(2020, 4, 8, 10),
        name: null,
        roles: '[]',
      },
    ],
    login_names: [{ name: 'ada@example.com', folded: 'ada@example.com' }],
    django_accounts: [],
    sessions: [],
  }

  test('of users, with that of password hashes beside it, gives people whole', async () => {
    await using stores = await openStores(kind)
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const passwords = join(folder, 'passwords.json.gz')
    await writeFile(passwords, gzipSync(JSON.stringify(PASSWORD)))
    const done = await importFrom(stores.here, 'auth0', { text: gzipSync(JSON.stringify(USER)), passwords })
    expect(await peopleIn(stores.database)).toEqual({ 'auth0|5eb5d0f6c3a4b50c0f5a1111': EXPECTED })
    expect(notesOf(done)).toEqual([
      'column_left standard input: updated_at, last_ip, logins_count',
      `value_unreadable ${USER.user_id} app_metadata.roles`,
    ])
  })

  test('of password hashes with lines that cannot be read counts those', async () => {
    await using stores = await openStores(kind)
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-import-test-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const passwords = join(folder, 'passwords.json')
    const lines = [PASSWORD, { ...PASSWORD, passwordHash: {} }, { passwordHash: BCRYPT }]
    await writeFile(passwords, `no json\n${lines.map((line) => JSON.stringify(line)).join('\n')}`)
    const { report } = await importFrom(stores.here, 'auth0', { text: JSON.stringify(USER), passwords })
    expect(report.people.passwords).toBe(1)
    expect(report.notes.passwords_unreadable?.count).toBe(3)
  })

  test('of password hashes alone gives people who sign in with them', async () => {
    await using stores = await openStores(kind)
    await importFrom(stores.here, 'auth0', { text: `[${JSON.stringify(PASSWORD)}]` })
    expect(await peopleIn(stores.database)).toMatchObject({
      'auth0|5eb5d0f6c3a4b50c0f5a1111': {
        email_key: 'ada@example.com',
        passwords: [{ hash: BCRYPT }],
        identities: [{ provider: 'auth0' }],
      },
    })
  })

  test('brings blocked people as suspended ones', async () => {
    await using stores = await openStores(kind)
    await importFrom(stores.here, 'auth0', { text: JSON.stringify({ ...USER, blocked: true }) })
    expect(await peopleIn(stores.database)).toMatchObject({ [USER.user_id]: { suspended_at: NOW } })
  })
})

describe.each(databaseKinds)('an export of Keycloak on $name', (kind) => {
  const CREDENTIAL = {
    id: 'c1',
    type: 'password',
    createdDate: 1_600_000_000_000,
    secretData: JSON.stringify({
      value: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=',
      salt: 'c2FsdHNhbHRzYWx0c2FsdA==',
      additionalParameters: {},
    }),
    credentialData: JSON.stringify({
      hashIterations: 27_500,
      algorithm: 'pbkdf2-sha256',
      additionalParameters: {},
    }),
  }
  const realm = {
    id: 'acme',
    realm: 'acme',
    users_note: '"users": [ not these',
    roles: { realm: [{ name: 'admin' }], client: {} },
    users: [
      {
        id: '0f6e1c1e-0000-4000-8000-000000000001',
        createdTimestamp: 1_600_000_000_000,
        username: 'ada',
        enabled: true,
        emailVerified: true,
        firstName: 'Ada',
        lastName: 'Love"lace]}',
        email: 'ada@example.com',
        credentials: [{ type: 'otp', secretData: '{}', credentialData: '{}' }, CREDENTIAL],
        federatedIdentities: [{ identityProvider: 'google', userId: '1101', userName: 'ada@gmail.com' }],
        realmRoles: ['default-roles-acme', 'admin'],
        clientRoles: { shop: ['buyer'], account: ['manage-account'] },
        groups: ['/staff/emea'],
      },
      {
        id: 'b',
        username: 'bob',
        enabled: false,
        email: 'bob@example.com',
        credentials: [{ type: 'password' }],
      },
    ],
    clients: [{ clientId: 'shop', users: 'none' }],
  }

  test('gives people with passwords, roles, groups and federated identities', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'keycloak', { text: JSON.stringify(realm, null, 2) })
    expect(done.report.people).toMatchObject({ read: 2, imported: 2, passwords: 1, suspended: 1 })
    const people = await peopleIn(stores.database)
    expect(people['0f6e1c1e-0000-4000-8000-000000000001']).toMatchObject({
      email_key: 'ada@example.com',
      name: 'Ada Love"lace]}',
      created_at: 1_600_000_000_000,
      roles: ['admin', 'shop.buyer', 'staff/emea'],
      identities: [
        { provider: 'google', subject: '1101' },
        { provider: 'keycloak', subject: '0f6e1c1e-0000-4000-8000-000000000001' },
      ],
      login_names: [{ name: 'ada' }, { name: 'ada@example.com' }],
      passwords: [{ hash: expect.stringMatching(/^\$pbkdf2-sha256\$i=27500\$/) }],
    })
    expect(people['b']).toMatchObject({ suspended_at: NOW, passwords: [] })
    expect(notesOf(done)).toContain('password_unreadable b keycloak')
  })

  test('without users is told what to export', async () => {
    const { failure } = await tryImport('keycloak', { text: JSON.stringify({ realm: 'acme', users: [] }) })
    expect(failure).toBe('SourceError: standard input has nobody in it that could be read.')
  })
})

describe('a table as text', () => {
  test('has every field, quoted or not, whatever the spelling of the columns', async () => {
    const text = [
      '\u{feff}ID,Email,email-verified,username,name,first_name,last_name,picture,passwordHash,suspended,created at,last_login_at,roles,identities,django_id,phone',
      `1,ada@example.com,yes,ada,"Ada, ""Countess""\r\nof Lovelace",Ada,Lovelace,https://example.com/a.png,${BCRYPT},no,2020-01-02,1600000000,staff;Site editors,google:1101;auth0:auth0|5,42,555`,
      '2,bob@example.com,,,,,,javascript:alert(1),,TRUE,,,,,,',
      '',
    ].join('\r\n')
    const { people, notes } = await tryImport('csv', { text })
    expect(people).toMatchObject({
      '1': {
        email_key: 'ada@example.com',
        name: 'Ada, "Countess"of Lovelace',
        picture: 'https://example.com/a.png',
        roles: ['staff', 'Site editors'],
        created_at: Date.UTC(2020, 0, 2),
        passwords: [{ hash: BCRYPT }],
        identities: [
          { provider: 'auth0', subject: 'auth0|5' },
          { provider: 'google', subject: '1101' },
        ],
        login_names: [{ name: 'ada' }, { name: 'ada@example.com' }],
        django_accounts: [
          {
            id: '42',
            username: 'ada',
            first_name: 'Ada',
            last_name: 'Lovelace',
            last_login_at: 1_600_000_000_000,
          },
        ],
      },
      '2': { suspended_at: NOW, picture: null, email_key: null },
    })
    expect(notes).toEqual([
      'column_left standard input: phone',
      'picture_unusable 2',
      'sign_in_after_reset 2',
    ])
  })

  test('may have semicolons or tabs between its fields, and other names for its columns', async () => {
    const semicolons = await tryImport('csv', {
      text: 'id;contact_mail\n1;ada@example.com',
      map: ['email=contact_mail'],
    })
    expect(semicolons.people).toMatchObject({ '1': { email: 'ada@example.com' } })
    const tabs = await tryImport('csv', { text: 'id\temail\n1\tada@example.com\n' })
    expect(tabs.people).toMatchObject({ '1': { email: 'ada@example.com' } })
  })

  test('loses the lines that cannot be read and nothing else, and says which they are', async () => {
    const { people, notes } = await tryImport('csv', {
      text: Buffer.concat([
        Buffer.from(
          'id,email,name\n1,a@example.com,A\n2,b@example.com\n3,c@example.com,C,more\n4,d@exa"mple.com,D\n',
        ),
        Buffer.from([0x35, 0x2c, 0x2c, 0xff, 0xfe, 0x0a]),
        Buffer.from('6,"f@example.com"x,F\n,,nobody\n7,g@example.com,"G\nH"\n8,"'),
        Buffer.from(`${'x'.repeat(1_100_000)}\n9,i@example.com,I\n10,j@example.com,"never closed\n`),
      ]),
    })
    expect(Object.keys(people)).toEqual(['1', '7', '9'])
    expect(notes.filter((note) => note.startsWith('unreadable'))).toEqual([
      'unreadable line 11 it is longer than 1 MiB',
      'unreadable line 13 a quote that is opened here is never closed',
      'unreadable line 3 it has 2 fields, the header 3',
      'unreadable line 4 it has 4 fields, the header 3',
      'unreadable line 5 there is a quote inside a field that is not quoted',
      'unreadable line 6 it has bytes that are no UTF-8',
      'unreadable line 7 there is something behind a closing quote',
      'unreadable line 8 it has no id, or one that cannot be kept',
    ])
  })

  test('that is none stops the import at once', async () => {
    const failureOf = async (text: string | Uint8Array, more: ImportDeviation = {}) =>
      (await tryImport('csv', { text, ...more })).failure
    expect(await failureOf('')).toBe('SourceError: standard input is empty.')
    expect(await failureOf('phone,city\n1,2')).toBe(
      'SourceError: standard input has no column id, email or username.',
    )
    expect(await failureOf('id,ID\n1,2')).toBe(
      'SourceError: standard input has two columns that are called id.',
    )
    expect(await failureOf('id,"email\n')).toMatch(/is no table: a quote that is opened here is never closed/)
    expect(await failureOf('id,email\n', { map: ['email=mail'] })).toMatch(/has no column mail/)
    expect(await failureOf('id,email\n', { map: ['email'] })).toBe(
      'SourceError: --map email is not understood.',
    )
    expect(await failureOf(Buffer.from('\u{feff}id,email\n', 'utf16le'))).toBe(
      'SourceError: standard input is text in UTF-16.',
    )
    expect(await failureOf(Buffer.from('PK\u0003\u0004 spreadsheet'))).toMatch(
      /a ZIP archive or a spreadsheet/,
    )
    expect(
      await failureOf(
        Buffer.concat([gzipSync('id,email\n1,a@example.com').subarray(0, 30), Buffer.alloc(8)]),
      ),
    ).toBe('SourceError: standard input is a damaged gzip file.')
    expect(await failureOf('id', { from: '/nowhere/at/all.csv' })).toBe(
      'SourceError: /nowhere/at/all.csv cannot be read.',
    )
    expect(await failureOf('id', { from: tmpdir() })).toBe(`SourceError: ${tmpdir()} is a folder.`)
  })
})

describe('JSON, an object a line', () => {
  test('has every field, with tokens of providers where they are wanted', async () => {
    const person = {
      id: 7,
      email: 'ada@example.com',
      emailVerified: true,
      firstName: 'Ada',
      lastName: 'Lovelace',
      passwordHash: BCRYPT,
      createdAt: '2020-01-01T00:00:00Z',
      identities: [
        {
          provider: 'google-oauth2',
          subject: 1101,
          email: 'Ada@Gmail.com',
          accessToken: 't',
          expiresAt: 1_900_000_000,
        },
        'x',
      ],
    }
    const { people, notes } = await tryImport('ndjson', {
      text: JSON.stringify(person),
      keepProviderTokens: true,
    })
    expect(people).toMatchObject({
      '7': {
        name: 'Ada Lovelace',
        email_key: 'ada@example.com',
        passwords: [{ hash: BCRYPT }],
        identities: [{ provider: 'google', subject: '1101', email: 'Ada@Gmail.com' }],
      },
    })
    expect(notes).toEqual(['identity_unusable 7'])
  })

  test('loses the lines that cannot be read and nothing else', async () => {
    const deep = `{"id":"deep","email":${'['.repeat(200_000)}${']'.repeat(200_000)}}`
    const { people, notes } = await tryImport('ndjson', {
      text: [
        '{"id":"1","username":"a"}',
        'no json',
        '[1]',
        '"text"',
        'null',
        '{"id":{"$gt":""}}',
        `{"id":"long","name":"${'x'.repeat(1_100_000)}"}`,
        deep,
        '{"id":"\\u0000"}',
        '{"id":"2","username":"a\\u0000b\\ud800","name":"\\u0000","roles":"x","__proto__":{"email":"evil@example.com"}}',
        '{"id":"3","username":"c","constructor":"x","identities":{"provider":"google"}}',
      ].join('\n'),
    })
    expect(Object.keys(people)).toEqual(['1', '2', '3', 'deep'])
    expect(people['2']).toMatchObject({
      email: null,
      name: null,
      login_names: [{ name: 'a\u{fffd}b\u{fffd}' }],
    })
    expect(notes.filter((note) => note.startsWith('unreadable'))).toEqual([
      'unreadable line 2 it is no JSON',
      'unreadable line 3 it is no JSON object',
      'unreadable line 4 it is no JSON object',
      'unreadable line 5 it is no JSON object',
      'unreadable line 6 it has no id, or one that cannot be kept',
      'unreadable line 7 it is longer than 1 MiB',
      'unreadable line 9 it has no id, or one that cannot be kept',
    ])
  })

  test('with nobody in it is no such text', async () => {
    const { failure } = await tryImport('ndjson', { text: 'id,email\n'.repeat(5_000) })
    expect(failure).toBe('SourceError: standard input has nobody in it that could be read.')
  })
})
