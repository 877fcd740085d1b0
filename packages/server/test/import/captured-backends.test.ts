import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { captured, hasCaptures, importFrom, importSecrets, notesOf, peopleIn } from '../fixtures/imports.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { NOW, openStores } from '../fixtures/stores.js'

const at = (text: string): number => Date.parse(`${text}Z`)
const NEVER = Date.UTC(9999, 0, 1)

describe.skipIf(!hasCaptures).each(databaseKinds)('people of a captured backend on $name', (kind) => {
  test('of article 000 keep the address they have as username, and their token; the made-up password stays behind', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', { from: captured('000') })
    expect(done.report.people).toMatchObject({ read: 4, imported: 4, sessions: 2, passwords: 0 })
    expect(notesOf(done)).toEqual([
      'password_of_backend 3',
      'password_of_backend 4',
      'sign_in_after_reset 1',
      'sign_in_after_reset 2',
      'sign_in_after_reset 3',
      'sign_in_after_reset 4',
    ])
    const people = await peopleIn(stores.database)
    expect(people['3']).toEqual({
      email: 'g@example.com',
      email_key: null,
      email_verified_at: null,
      name: null,
      picture: null,
      roles: [],
      suspended_at: null,
      created_at: at('2026-11-21T04:06:54.123'),
      updated_at: NOW,
      passwords: [],
      identities: [],
      login_names: [{ name: 'g@example.com', folded: 'g@example.com' }],
      django_accounts: [
        {
          id: '3',
          number: 3,
          username: 'g@example.com',
          first_name: '',
          last_name: '',
          auth_provider: 'google',
          last_login_at: null,
          joined_at: at('2026-11-21T04:06:54.123'),
          former_ended_at: null,
        },
      ],
      sessions: [
        {
          client_id: 'django',
          scope: 'openid email',
          audience: 'http://localhost:8000',
          amr: '',
          authenticated_at: 0,
          created_at: at('2026-11-21T04:06:54.281'),
          // Its token is opaque: whether it has a place in a status list matters to nobody.
          number: kind.name === 'postgres' ? expect.any(Number) : null,
          last_used_at: NOW,
          expires_at: NEVER,
          generation: 0,
          rotated_at: null,
          ended_at: null,
          end_reason: null,
          cookie_hash: null,
          remembered: 0,
          user_agent: null,
          opaque_hash: importSecrets.hash('drf-token aa048cf8907cdfd729ea80366a473f0fc28dfd4d'),
          idle_limit: NEVER,
          key_name: null,
          key_hint: null,
          actor_id: null,
          actor_session: null,
        },
      ],
    })
    expect(people['1']).toMatchObject({ django_accounts: [{ auth_provider: 'facebook' }] })
  })

  test('of article 001 keep UUIDs, verified addresses, Google identities, passwords and staff flags', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', { from: captured('001') })
    expect(done.report.people).toMatchObject({
      read: 7,
      imported: 7,
      provenAddresses: 3,
      passwords: 3,
      identities: 5,
    })
    const people = await peopleIn(stores.database)
    // Somebody whose profile names another address than the one that is verified.
    expect(people['248416c9-aa97-4514-bb2a-87237c94eafb']).toEqual({
      email: 'alice@example.com',
      email_key: 'alice@example.com',
      email_verified_at: NOW,
      name: null,
      picture: null,
      roles: [],
      suspended_at: null,
      created_at: at('2026-11-21T03:52:02.560'),
      updated_at: NOW,
      passwords: [
        {
          hash: 'pbkdf2_sha256$260000$0CfppJFDBMdoBWOGwUBNbX$QQCSK7EBgHhs9gG43n0NIhtc8knWstf0JhFyBpJgrWA=',
          changed_at: NOW,
        },
      ],
      identities: [
        {
          provider: 'google',
          subject: '1001',
          email: 'alice@example.com',
          created_at: at('2026-11-21T03:52:02.562'),
          last_used_at: at('2026-11-21T03:58:28.009'),
          name: 'Alice Doe',
          roles: '[]',
        },
      ],
      login_names: [
        { name: 'alice2', folded: 'alice2' },
        { name: 'alice2@example.com', folded: 'alice2@example.com' },
        { name: 'alice@example.com', folded: 'alice@example.com' },
      ].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      django_accounts: [
        {
          id: '248416c9-aa97-4514-bb2a-87237c94eafb',
          number: null,
          username: 'alice2',
          first_name: null,
          last_name: null,
          auth_provider: null,
          last_login_at: at('2026-11-21T03:58:28.017'),
          joined_at: at('2026-11-21T03:52:02.560'),
          former_ended_at: null,
        },
      ],
      sessions: [],
    })
    expect(people['db20dd8b-2565-45a7-8a97-98d64a4b2c3c']).toMatchObject({
      email_key: null,
      roles: ['staff', 'superuser'],
      login_names: [{ name: 'admin' }, { name: 'admin@example.com' }],
    })
    // allauth says that nobody has verified this one.
    expect(people['7229af04-4d45-4574-8bf8-6ad707a2b8b1']).toMatchObject({ email_key: null, passwords: [] })
    // Somebody without any address.
    expect(people['06b61769-f8d4-48b7-96ef-d26b506c3585']).toMatchObject({
      email: null,
      identities: [{ subject: '1005', email: null, name: 'No Email' }],
      login_names: [{ name: 'user' }],
    })
    expect(notesOf(done).filter((note) => /^(column|session|address_d)/.test(note))).toEqual([
      'address_differs 248416c9-aa97-4514-bb2a-87237c94eafb',
      'column_left nextjsdrfauth_customusermodel: updated_at',
      'session_secret_missing',
    ])
    expect(done.report.notes.session_secret_missing?.count).toBe(12)
    expect(done.report.notes.tokens_left?.count).toBe(5)
    expect(await countRows(stores.database, 'provider_tokens')).toBe(0)
  })

  test('of article 001 with a blacklist bring it along: a refresh token that was taken back stays spent', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', { from: captured('001-with-blacklist') })
    expect(done.report.people).toMatchObject({ read: 1, imported: 1, spentTokens: 4 })
    const spent = await runSql(stores.database, 'select key, expires_at from spent_proofs order by key')
    expect(spent).toHaveLength(4)
    expect(spent).toContainEqual({
      key: 'former-jwt 2a51ba58d14e4d0b81a05e22afc3b236',
      expires_at: at('2026-11-28T03:52:44'),
    })
    const again = await importFrom(stores.here, 'django', { from: captured('001-with-blacklist') })
    expect(again.report.people).toMatchObject({ unchanged: 1, spentTokens: 0 })
  })

  test('of article 002 keep names, numbers and passwords; who was inactive is suspended', async () => {
    await using stores = await openStores(kind)
    await importFrom(stores.here, 'django', { from: captured('002') })
    const people = await peopleIn(stores.database)
    expect(people['1']).toMatchObject({
      email: 'admin@example.com',
      name: 'Ad Min',
      roles: ['staff', 'superuser'],
      suspended_at: null,
      passwords: [{ hash: expect.stringMatching(/^pbkdf2_sha256\$1000000\$Cksh0YVvJwAsGsAkHyvZ7k\$/) }],
      django_accounts: [
        { id: '1', number: 1, username: null, first_name: 'Ad', last_name: 'Min', last_login_at: null },
      ],
    })
    expect(people['2']).toMatchObject({ email: 'off@example.com', suspended_at: NOW })
    expect(people['3']).toMatchObject({
      email: 'Mixed@example.com',
      email_key: null,
      login_names: [{ name: 'Mixed@example.com', folded: 'mixed@example.com' }],
    })
  })

  test('of article 003 get the connection of their Auth0 name back when it is told, and are reported when not', async () => {
    await using stores = await openStores(kind)
    const untold = await importFrom(stores.here, 'django', { from: captured('003'), dryRun: true })
    expect(notesOf(untold)).toEqual([
      'connection_lost 1 5eb5',
      'connection_lost 1 77',
      'sign_in_after_reset 1',
    ])
    await importFrom(stores.here, 'django', { from: captured('003'), auth0Connection: 'auth0' })
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      email: 'alice@example.com',
      identities: [
        { provider: 'auth0', subject: 'auth0|5eb5' },
        { provider: 'auth0', subject: 'auth0|77' },
      ],
      django_accounts: [{ id: '1', username: null }],
    })
  })

  test('of article 004 keep GitHub identities; a Google identity that is an address is reported', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', { from: captured('004') })
    expect(done.report.people).toMatchObject({
      read: 5,
      imported: 5,
      passwords: 5,
      identities: 3,
      suspended: 1,
    })
    const people = await peopleIn(stores.database)
    expect(people['4']).toMatchObject({
      email: 'alice@example.com',
      email_key: null,
      name: 'Alice Doe',
      identities: [
        {
          provider: 'github',
          subject: '1001',
          name: 'alice',
          created_at: at('2026-11-21T04:04:52.913'),
          last_used_at: at('2026-11-21T04:10:21.592'),
        },
      ],
      django_accounts: [{ last_login_at: at('2026-11-21T04:10:21.599') }],
    })
    expect(notesOf(done).filter((note) => note.startsWith('identity'))).toEqual([
      'identity_without_subject 2 google',
      'identity_without_subject 4 google',
    ])
  })

  test('all prove their addresses where the operator says that the backend confirmed them', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', {
      from: captured('004'),
      addressesWereConfirmed: true,
    })
    expect(done.report.people.provenAddresses).toBe(5)
    expect((await peopleIn(stores.database))['4']).toMatchObject({
      email_key: 'alice@example.com',
      email_verified_at: NOW,
    })
  })

  test('a second import changes nothing at all', async () => {
    await using stores = await openStores(kind)
    await importFrom(stores.here, 'django', { from: captured('001') })
    const before = await peopleIn(stores.database)
    const again = await importFrom(stores.here, 'django', { from: captured('001'), now: NOW + 1_000 })
    expect(again.report.people).toMatchObject({ read: 7, imported: 0, unchanged: 7 })
    expect(await peopleIn(stores.database)).toEqual(before)
  })

  test('tokens of providers are kept when asked for, sealed', async () => {
    await using stores = await openStores(kind)
    const done = await importFrom(stores.here, 'django', { from: captured('001'), keepProviderTokens: true })
    expect(notesOf(done).filter((note) => note.startsWith('tokens'))).toEqual([])
    const rows = await runSql(stores.database, 'select subject, sealed from provider_tokens order by subject')
    expect(rows.map(({ subject }) => subject)).toEqual(['1001', '1002', '1003', '1005', '1006'])
    const [alice] = rows
    expect(JSON.parse(importSecrets.open('provider-tokens', String(alice?.['sealed'])))).toMatchObject({
      provider: 'google',
      subject: '1001',
      accessToken: 'tok-alice',
    })
    const identity = { provider: 'google', subject: '1001' }
    expect(await stores.here.providerTokens.find(identity)).toBe(alice?.['sealed'])
  })
})
