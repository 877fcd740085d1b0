import { describe, expect, test } from 'vitest'
import { databaseKinds } from '../fixtures/databases.js'
import { importFrom, notesOf, peopleIn } from '../fixtures/imports.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import {
  addressOf,
  createPasswordUser,
  createUser,
  NOW,
  openStores,
  someIdentity,
} from '../fixtures/stores.js'

type Person = Readonly<Record<string, unknown>>

const lines = (...people: readonly Person[]): string =>
  people.map((person) => JSON.stringify(person)).join('\n')
const HASH = `$2b$10$${'a'.repeat(53)}`
const verified = (email: string, more: Person = {}): Person => ({ email, email_verified: true, ...more })

describe.each(databaseKinds)('of two people of a source with one address on $name', (kind) => {
  const importBoth = async (first: Person, second: Person, addressesWereConfirmed = false) => {
    await using stores = await openStores(kind)
    const text = lines({ id: '1', ...first }, { id: '2', ...second })
    const done = await importFrom(stores.here, 'ndjson', { text, addressesWereConfirmed })
    const people = await peopleIn(stores.database)
    const owners = Object.entries(people).filter(([, person]) => (person as Person)['email_key'] !== null)
    return { owners: owners.map(([id]) => id), people, notes: notesOf(done) }
  }

  test('the one who has verified it gets it, whatever the operator vouches for', async () => {
    const { owners, notes, people } = await importBoth(
      { email: 'Ada@example.com', last_login_at: '2026-01-02' },
      verified('ada@example.com', { last_login_at: '2020-01-01' }),
      true,
    )
    expect(owners).toEqual(['2'])
    expect(notes).toContain('address_shared 1 2')
    expect(people['1']).toMatchObject({
      email: 'Ada@example.com',
      email_verified_at: null,
      login_names: [{ name: 'Ada@example.com', folded: 'ada@example.com' }],
    })
  })

  test('else the one who signed in there later gets it', async () => {
    const { owners } = await importBoth(
      verified('ada@example.com', { last_login_at: '2026-01-02' }),
      verified('ADA@example.com', { last_login_at: '2026-01-01' }),
    )
    expect(owners).toEqual(['1'])
    const turned = await importBoth(
      verified('ada@example.com', { last_login_at: '2026-01-01' }),
      verified('ADA@example.com', { last_login_at: '2026-01-02' }),
    )
    expect(turned.owners).toEqual(['2'])
  })

  test('else the one with the lower id, by size and not by letters', async () => {
    await using stores = await openStores(kind)
    const text = lines(verified('ada@example.com', { id: '10' }), verified('Ada@example.com', { id: '9' }))
    await importFrom(stores.here, 'ndjson', { text })
    expect(await peopleIn(stores.database)).toMatchObject({
      '9': { email_key: 'ada@example.com' },
      '10': { email_key: null },
    })
  })

  test('nobody gets it whom nobody vouches for', async () => {
    const { owners } = await importBoth({ email: 'ada@example.com' }, { email: 'Ada@example.com' })
    expect(owners).toEqual([])
  })

  test('it does not matter who is in which batch', async () => {
    await using stores = await openStores(kind)
    const crowd = Array.from({ length: 1_100 }, (_, index) => ({
      id: `${index + 1_000}`,
      username: `u${index}`,
    }))
    const text = lines(
      verified('Ada@example.com', { id: '7', last_login_at: '2020-01-01' }),
      ...crowd,
      verified('ada@example.com', { id: '3000', last_login_at: '2021-01-01' }),
    )
    const done = await importFrom(stores.here, 'ndjson', { text })
    expect(done.report.people.imported).toBe(1_102)
    expect(await peopleIn(stores.database)).toMatchObject({
      '7': { email_key: null },
      '3000': { email_key: 'ada@example.com' },
    })
  })
})

describe.each(databaseKinds)('what several people of a source claim on $name', (kind) => {
  test('an identity is theirs who signed in there later', async () => {
    await using stores = await openStores(kind)
    const text = lines(
      { id: '1', identities: ['google:77'] },
      { id: '2', identities: ['google:77'], last_login_at: '2026-01-01' },
    )
    expect(notesOf(await importFrom(stores.here, 'ndjson', { text }))).toContain('identity_held 1 2')
    expect(await peopleIn(stores.database)).toMatchObject({
      '1': { identities: [] },
      '2': { identities: [{ subject: '77' }] },
    })
  })

  test('an address is theirs to sign in with who has it, not theirs who took it for a username', async () => {
    await using stores = await openStores(kind)
    const text = lines(
      { id: '1', username: 'ada', email: 'ada@example.com' },
      { id: '2', username: 'ada@example.com', email: 'eve@example.com', last_login_at: '2026-01-01' },
    )
    expect(notesOf(await importFrom(stores.here, 'ndjson', { text }))).toContain('name_held 2 1')
    expect(await peopleIn(stores.database)).toMatchObject({
      '1': { login_names: [{ name: 'ada' }, { name: 'ada@example.com' }] },
      '2': { login_names: [{ name: 'eve@example.com' }] },
    })
  })

  test('whose username is their own address keeps it from others who wrote it down', async () => {
    await using stores = await openStores(kind)
    const text = lines(
      { id: '1', username: 'eve', email: 'ada@example.com', last_login_at: '2026-01-01' },
      { id: '2', username: 'ada@example.com', email: 'ada@example.com' },
    )
    expect(notesOf(await importFrom(stores.here, 'ndjson', { text }))).toContain('name_held 1 2')
    expect(await peopleIn(stores.database)).toMatchObject({
      '1': { login_names: [{ name: 'eve' }] },
      '2': { login_names: [{ name: 'ada@example.com' }] },
    })
  })

  test('of two lines with one id the first one counts, and the second is reported', async () => {
    await using stores = await openStores(kind)
    const text = lines(
      { id: '1', name: 'Ada', email: 'ada@example.com', email_verified: true },
      { id: '1', name: 'Eve', email: 'eve@example.com', email_verified: true },
    )
    const done = await importFrom(stores.here, 'ndjson', { text })
    expect(notesOf(done)).toContain('twice_in_source 1')
    expect(done.report.people).toMatchObject({ read: 1, imported: 1 })
    expect(await peopleIn(stores.database)).toMatchObject({ '1': { name: 'Ada', email: 'ada@example.com' } })
  })

  test('whoever comes second under an id takes nothing away from others', async () => {
    await using stores = await openStores(kind)
    const text = lines(
      { id: '1', username: 'ada' },
      { id: '2', ...verified('eve@example.com'), identities: ['google:9'] },
      { id: '1', ...verified('Eve@example.com', { last_login_at: '2030-01-01' }), identities: ['google:9'] },
    )
    await importFrom(stores.here, 'ndjson', { text })
    expect(await peopleIn(stores.database)).toMatchObject({
      '1': { email: null },
      '2': { email_key: 'eve@example.com', identities: [{ subject: '9' }] },
    })
  })
})

describe.each(databaseKinds)('people who have an account here already, on $name', (kind) => {
  test('are known by an identity, whatever their addresses, and their password is left', async () => {
    await using stores = await openStores(kind)
    const here = await createUser(stores.here, someIdentity({ subject: '1101', name: 'Ada L.' }))
    const text = lines({
      id: '1',
      name: 'Somebody Else',
      username: 'ada',
      email: 'old@example.com',
      password_hash: HASH,
      identities: ['google:1101', 'github:5'],
      roles: ['staff'],
      django_id: '12',
    })
    const done = await importFrom(stores.here, 'ndjson', { text, now: NOW + 5 })
    expect(done.report.people).toMatchObject({ linked: 1, imported: 0 })
    expect(notesOf(done)).toEqual([
      'address_unproven 1',
      'identity_left 1 github',
      `linked_by_identity 1 ${here}`,
      'password_kept_here 1',
    ])
    expect(await countRows(stores.database, 'users')).toBe(1)
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      name: 'Ada L.',
      email: '1101@example.com',
      roles: ['staff'],
      passwords: [],
      identities: [{ provider: 'google', subject: '1101' }],
      login_names: [{ name: 'ada' }, { name: 'old@example.com' }],
      django_accounts: [{ id: '12', username: 'ada', former_ended_at: NOW + 5 }],
    })
  })

  test('are known by an address that both have proved, and keep the password they have here', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here, {
      address: { email: 'ada@example.com', key: 'ada@example.com' },
    })
    const text = lines({ id: '1', ...verified('Ada@Example.com'), password_hash: HASH })
    const done = await importFrom(stores.here, 'ndjson', { text })
    expect(notesOf(done)).toEqual([`linked_by_address 1 ${id}`, 'password_kept_here 1'])
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      email: 'ada@example.com',
      passwords: [{ hash: 'hash of a password' }],
    })
  })

  test('are strangers as long as the source has not proved the address', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here, {
      address: { email: 'ada@example.com', key: 'ada@example.com' },
    })
    const text = lines({ id: '1', email: 'ada@example.com', password_hash: HASH })
    expect(notesOf(await importFrom(stores.here, 'ndjson', { text }))).toEqual([`address_held 1 ${id}`])
    expect(await countRows(stores.database, 'users')).toBe(2)
    expect((await peopleIn(stores.database))['1']).toMatchObject({
      email_key: null,
      passwords: [{ hash: HASH }],
    })
  })

  test('are strangers as long as nobody here has proved the address', async () => {
    await using stores = await openStores(kind)
    await createUser(stores.here, someIdentity({ address: addressOf('ada@example.com', false) }))
    await importFrom(stores.here, 'ndjson', { text: lines({ id: '1', ...verified('ada@example.com') }) })
    expect(await countRows(stores.database, 'users')).toBe(2)
    expect((await peopleIn(stores.database))['1']).toMatchObject({ email_key: 'ada@example.com' })
  })

  test('are one person of a source at most', async () => {
    await using stores = await openStores(kind)
    const ada = addressOf('ada@example.com', true)
    const here = await createUser(stores.here, someIdentity({ subject: '1101', address: ada }))
    const text = lines(
      { id: '1', identities: ['google:1101'] },
      { id: '2', ...verified('ada@example.com'), username: 'ada' },
    )
    const done = await importFrom(stores.here, 'ndjson', { text })
    expect(done.report.people).toMatchObject({ linked: 1, imported: 1 })
    expect(notesOf(done)).toContain(`address_held 2 ${here}`)
    // And neither is somebody who comes with a later export.
    const more = await importFrom(stores.here, 'ndjson', {
      text: lines({ id: '3', ...verified('ADA@example.com') }),
    })
    expect(more.report.people).toMatchObject({ linked: 0, imported: 1 })
  })

  test('get no password by a later import either', async () => {
    await using stores = await openStores(kind)
    await createUser(stores.here, someIdentity({ subject: '1101' }))
    const person = { id: '1', identities: ['google:1101'] }
    await importFrom(stores.here, 'ndjson', { text: lines({ ...person, password_hash: HASH }) })
    const text = lines({ ...person, name: 'New', password_hash: `$2b$10$${'b'.repeat(53)}` })
    const again = await importFrom(stores.here, 'ndjson', { text, now: NOW + 1_000 })
    expect(notesOf(again)).toContain('changed_here 1')
    expect(await countRows(stores.database, 'passwords')).toBe(0)
    expect((await importFrom(stores.here, 'ndjson', { text })).report.people.unchanged).toBe(1)
  })

  test('hold their names and primary keys against people who come later', async () => {
    await using stores = await openStores(kind)
    await importFrom(stores.here, 'ndjson', { text: lines({ id: 'a', username: 'ada', django_id: '1' }) })
    const done = await importFrom(stores.here, 'ndjson', {
      text: lines({ id: 'b', username: 'ada', django_id: '1' }),
      sourceName: 'another',
    })
    const [holder] = await runSql(stores.database, "select user_id from imports where source_id = 'a'")
    expect(notesOf(done)).toEqual([
      `django_id_held b ${holder?.['user_id']}`,
      `name_held b ${holder?.['user_id']}`,
      'sign_in_never b',
    ])
    expect((await peopleIn(stores.database))['b']).toMatchObject({ login_names: [], django_accounts: [] })
  })
})
