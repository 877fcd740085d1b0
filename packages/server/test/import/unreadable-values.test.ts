import { expect, test } from 'vitest'
import type { Format } from '../../src/import/index.js'
import { sqlite } from '../fixtures/databases.js'
import { importFrom, notesOf, peopleIn } from '../fixtures/imports.js'
import { NOW, openStores } from '../fixtures/stores.js'

const BCRYPT = `$2b$10$${'a'.repeat(53)}`

const importText = async (format: Format, text: string) => {
  await using stores = await openStores(sqlite)
  const done = await importFrom(stores.here, format, { text, keepProviderTokens: format === 'ndjson' })
  return { report: done.report, notes: notesOf(done), people: await peopleIn(stores.database) }
}

const importPerson = (format: Format, person: Readonly<Record<string, unknown>>) =>
  importText(format, JSON.stringify(person))

test('a value that is not what its field is leaves a note with the field, and never the value', async () => {
  const { notes, people } = await importPerson('ndjson', {
    id: '1',
    username: 'ada',
    email: ['hunter2'],
    name: {},
    first_name: true,
    picture: ['hunter2'],
    password_hash: { $numberLong: 'hunter2' },
    created_at: 'hunter2',
    last_login_at: {},
    roles: ['staff', 7],
    identities: [
      { provider: 'google', subject: '1101', name: ['hunter2'], created_at: 'hunter2' },
      { provider: 'github', subject: {} },
    ],
    django_id: [42],
  })
  expect(notes).toEqual([
    'identity_unusable 1',
    'password_unreadable 1',
    'value_unreadable 1 created_at',
    'value_unreadable 1 django_id',
    'value_unreadable 1 email',
    'value_unreadable 1 first_name',
    'value_unreadable 1 identities.created_at',
    'value_unreadable 1 identities.name',
    'value_unreadable 1 identities.subject',
    'value_unreadable 1 last_login_at',
    'value_unreadable 1 name',
    'value_unreadable 1 password_hash',
    'value_unreadable 1 picture',
    'value_unreadable 1 roles',
  ])
  expect(people['1']).toMatchObject({ email: null, name: null, roles: ['staff'], created_at: NOW })
})

test('an address is not proven by a word that is none', async () => {
  const { notes, people } = await importPerson('ndjson', {
    id: '1',
    email: 'ada@example.com',
    email_verified: 'ture',
    password_hash: BCRYPT,
  })
  expect(notes).toEqual(['address_unproven 1', 'value_unreadable 1 email_verified'])
  expect(people['1']).toMatchObject({ email_key: null })
})

test('in a table the same is noted', async () => {
  const { notes } = await importText(
    'csv',
    `id,email,email_verified,password_hash,created_at\n1,ada@example.com,ture,${BCRYPT},yesterday\n2,b@example.com, ,${BCRYPT}, \n`,
  )
  expect(notes).toEqual([
    'address_unproven 1',
    'address_unproven 2',
    'value_unreadable 1 created_at',
    'value_unreadable 1 email_verified',
  ])
})

test('exports of Auth0 and Keycloak leave notes of what is not theirs too', async () => {
  const auth0 = await importPerson('auth0', {
    user_id: 'auth0|1',
    email: 'ada@example.com',
    email_verified: [],
    created_at: 'hunter2',
    app_metadata: 'hunter2',
    identities: ['hunter2', { provider: 'github' }],
  })
  expect(auth0.notes.filter((note) => !note.startsWith('password'))).toEqual([
    'address_unproven auth0|1',
    'identity_unusable auth0|1',
    'value_unreadable auth0|1 app_metadata',
    'value_unreadable auth0|1 created_at',
    'value_unreadable auth0|1 email_verified',
    'value_unreadable auth0|1 identities',
  ])
  const keycloak = await importPerson('keycloak', {
    users: [
      {
        id: 'k',
        username: 'ada',
        credentials: 'hunter2',
        realmRoles: {},
        clientRoles: { shop: [{}, 'buyer'] },
        groups: [1],
        federatedIdentities: {},
      },
    ],
  })
  expect(keycloak.notes.filter((note) => !note.startsWith('password'))).toEqual([
    'value_unreadable k clientRoles',
    'value_unreadable k credentials',
    'value_unreadable k federatedIdentities',
    'value_unreadable k groups',
    'value_unreadable k realmRoles',
  ])
  expect(keycloak.people['k']).toMatchObject({ roles: ['shop.buyer'] })
})

test.each([
  ['ndjson', { id: '1', suspended: 'perhaps' }, 'suspended'],
  ['ndjson', { id: '1', suspended: {} }, 'suspended'],
  ['ndjson', { id: '1', suspended: 2 }, 'suspended'],
  ['auth0', { user_id: '1', blocked: 'perhaps' }, 'blocked'],
  ['keycloak', { users: [{ id: '1', username: 'ada', enabled: [false] }] }, 'enabled'],
] as const)(
  'of whom nobody can tell whether they may sign in, they may not: %s %j',
  async (format, person, field) => {
    const { notes, people, report } = await importPerson(format, person)
    expect(notes).toContain(`suspended_unreadable 1 ${field}`)
    expect(notes.filter((note) => note.startsWith('value_unreadable'))).toEqual([])
    expect(people['1']).toMatchObject({ suspended_at: NOW })
    expect(report.people.suspended).toBe(1)
  },
)

test('of whom nothing is said, they may sign in', async () => {
  for (const suspended of [undefined, null, '', false, 'no', 0])
    expect((await importPerson('ndjson', { id: '1', suspended })).people['1']).toMatchObject({
      suspended_at: null,
    })
})

test('an id that cannot be read is not made up from the address', async () => {
  const { notes, people } = await importText(
    'ndjson',
    '{"id":["1"],"email":"ada@example.com"}\n{"id":"2","username":"bob"}\n{"id":110169484474386276334,"username":"eve"}\n',
  )
  expect(Object.keys(people)).toEqual(['2'])
  expect(notes.filter((note) => note.startsWith('unreadable'))).toEqual([
    'unreadable line 1 it has no id, or one that cannot be kept',
    'unreadable line 3 it has no id, or one that cannot be kept',
  ])
})

test('who has nothing to sign in with is told apart from who signs in otherwise', async () => {
  const people = [
    { id: 'nothing', username: 'nothing' },
    { id: 'address', email: 'address@example.com' },
    { id: 'proven', email: 'proven@example.com', email_verified: true },
    { id: 'second', email: 'Proven@example.com' },
    { id: 'identity', identities: ['google:1'] },
    { id: 'password', username: 'password', password_hash: BCRYPT },
    { id: 'md5', email: 'md5@example.com', password_hash: 'md5$a$b' },
  ].map((person) => JSON.stringify(person))
  await using stores = await openStores(sqlite)
  const expected = [
    'password_must_reset md5 md5',
    'password_none identity',
    'password_none proven',
    'sign_in_after_reset address',
    'sign_in_after_reset md5',
    'sign_in_never nothing',
  ]
  const told = async (now: number) =>
    notesOf(await importFrom(stores.here, 'ndjson', { text: people.join('\n'), now })).filter(
      (note) => !note.includes(' second'),
    )
  expect(await told(NOW)).toEqual(expected)
  // And the same when nothing has changed.
  expect(await told(NOW + 1_000)).toEqual(expected)
})
