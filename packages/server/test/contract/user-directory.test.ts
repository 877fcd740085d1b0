import { describe, expect, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import type { UserFilter } from '../../src/ports/user-directory.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  createPasswordUser,
  createUser,
  NOW,
  openStores,
  someIdentity,
  somePasswordUser,
} from '../fixtures/stores.js'

const found = async (storage: Storage, filter: UserFilter, limit = 50): Promise<readonly UserId[]> =>
  (await storage.userDirectory.find(filter, { after: null, limit })).users.map(({ id }) => id)

/** Every page, in order. */
const allPages = async (storage: Storage, filter: UserFilter, limit: number): Promise<readonly UserId[]> => {
  const ids: UserId[] = []
  let after = null as Awaited<ReturnType<Storage['userDirectory']['find']>>['next']
  for (let pages = 0; pages < 100; pages += 1) {
    const page = await storage.userDirectory.find(filter, { after, limit })
    ids.push(...page.users.map(({ id }) => id))
    if (page.next === null) return ids
    after = page.next
  }
  throw new Error('the list has no end')
}

const named = (storage: Storage, name: string, email: string) =>
  createPasswordUser(storage, { name, address: { email, key: email.toLowerCase() } })

describe.each(databaseKinds)('looking for users on $name', (kind) => {
  test('somebody is found by the beginning of any word of name and address, whatever case and marks', async () => {
    await using stores = await openStores(kind)
    const { id } = await named(stores.here, 'José Łukasz', 'Ada.Lovelace@example.com')
    await named(stores.here, 'Grace', 'hopper@navy.example')
    for (const search of ['jos', 'JOSÉ', 'lukasz', 'łuk', 'love', 'ada.love', 'ada lovelace@exam', 'luk jo'])
      expect(await found(stores.elsewhere, { search }), search).toEqual([id])
    for (const search of ['osé', 'lovelace hopper', 'adam', '@', 'ada grace'])
      expect(await found(stores.elsewhere, { search }), search).toEqual([])
  })

  test('whoever is renamed is found by the new name alone, and whoever is deleted not at all', async () => {
    await using stores = await openStores(kind)
    const { id } = await named(stores.here, 'Before', 'a@example.com')
    expect(await found(stores.here, { search: 'before' })).toEqual([id])
    const details = { name: 'After', picture: null, profile: {} }
    await stores.here.transaction(({ accounts }) => accounts.replaceDetails(id, NOW, details, NOW + 1))
    await stores.here.transaction(({ accounts }) =>
      accounts.changeAddress(id, { email: 'b@example.org', key: 'b@example.org' }, NOW + 2),
    )
    expect(await found(stores.here, { search: 'before' })).toEqual([])
    expect(await found(stores.here, { search: 'after' })).toEqual([id])
    expect(await found(stores.here, { search: 'b@example.org' })).toEqual([id])
    expect(await found(stores.here, { search: 'com' })).toEqual([])
    await stores.here.transaction(({ accounts }) => accounts.delete(id))
    expect(await found(stores.here, { search: 'after' })).toEqual([])
  })

  test('whatever writes a user, the words follow', async () => {
    await using stores = await openStores(kind)
    const { id } = await named(stores.here, 'One', 'one@example.com')
    await runSql(stores.database, `update users set name = 'Zwölf' where id = '${id}'`)
    expect(await found(stores.here, { search: 'zwolf' })).toEqual([id])
  })

  test('of two processes that write words at once, none leaves old ones behind', async () => {
    await using stores = await openStores(kind)
    const { id } = await named(stores.here, 'Name0', 'one@example.com')
    for (let round = 1; round <= 10; round += 1) {
      await Promise.all([
        runSql(stores.database, `update users set name = 'Name${round}' where id = '${id}'`),
        stores.here.userDirectory.indexWords(10),
        stores.elsewhere.userDirectory.indexWords(10),
      ])
    }
    expect(await found(stores.here, { search: 'name10' })).toEqual([id])
    expect(await found(stores.here, { search: 'name9' })).toEqual([])
  })

  test('somebody is found by the whole of an id, a subject or a name to sign in with, and stands first', async () => {
    await using stores = await openStores(kind)
    const other = await named(stores.here, 'Alpha 42', 'alpha@example.com')
    const id = await createUser(stores.here, someIdentity({ subject: '42', name: 'Zoe' }))
    await runSql(stores.database, `insert into login_names values ('Zoe_X', 'zoe_x', '${id}')`)
    expect(await found(stores.here, { search: '42' })).toEqual([id, other.id])
    expect(await found(stores.here, { search: id })).toEqual([id])
    expect(await found(stores.here, { search: ' ZOE_x ' })).toEqual([id])
    expect(await allPages(stores.here, { search: '42' }, 1)).toEqual([id, other.id])
  })

  test('pages of a search hold everybody once, in the order of the word that was found', async () => {
    await using stores = await openStores(kind)
    const people: UserId[] = []
    for (const name of ['Anna Anders', 'Anton', 'Anita Antonia', 'Andy', 'Berta'])
      people.push((await named(stores.here, name, `${name.replace(' ', '.')}@x.example`)).id)
    const [anna, anton, anita, andy] = people
    for (const limit of [1, 2, 3, 50])
      expect(await allPages(stores.here, { search: 'an' }, limit)).toEqual([anna, andy, anita, anton])
  })

  test('a list is the youngest first, and its pages stay apart when people come and go', async () => {
    await using stores = await openStores(kind)
    const ids: UserId[] = []
    for (let count = 0; count < 6; count += 1) ids.push(await createUser(stores.here))
    const youngestFirst = ids.toSorted().toReversed()
    expect(await allPages(stores.here, {}, 2)).toEqual(youngestFirst)
    const first = await stores.here.userDirectory.find({}, { after: null, limit: 2 })
    const [one, two, three] = youngestFirst
    expect(first.users.map(({ id }) => id)).toEqual([one, two])
    for (const gone of [two, three])
      if (gone !== undefined) await stores.here.transaction(({ accounts }) => accounts.delete(gone))
    const second = await stores.here.userDirectory.find({}, { after: first.next, limit: 2 })
    expect(second.users.map(({ id }) => id)).toEqual(youngestFirst.slice(3, 5))
  })

  test('filters all count, alone and together', async () => {
    await using stores = await openStores(kind)
    const { here } = stores
    const editor = await named(here, 'Edda', 'edda@example.com')
    const suspended = await named(here, 'Susi', 'susi@example.com')
    const unproven = await createUser(
      here,
      someIdentity({
        provider: 'github',
        address: { email: 'x@y.example', key: 'x@y.example', proven: false },
      }),
    )
    await here.transaction(async ({ accounts }) => {
      await accounts.setRoles(editor.id, ['editor', 'editor', 'writer'], NOW + 1)
      await accounts.setRoles(suspended.id, ['editor'], NOW + 1)
      await accounts.setSuspension(suspended.id, NOW, NOW + 2)
    })
    const old = somePasswordUser()
    await here.transaction(({ accounts }) => accounts.createWithPassword(old, NOW - 1_000))
    const sorted = (...ids: UserId[]) => ids.toSorted().toReversed()
    expect(await found(here, { role: 'editor' })).toEqual(sorted(editor.id, suspended.id))
    expect(await found(here, { role: 'edit' })).toEqual([])
    expect(await found(here, { status: 'suspended' })).toEqual([suspended.id])
    expect(await found(here, { status: 'active', role: 'editor' })).toEqual([editor.id])
    expect(await found(here, { status: 'unconfirmed' })).toEqual([unproven])
    expect(await found(here, { provider: 'github' })).toEqual([unproven])
    expect(await found(here, { provider: 'github', status: 'suspended' })).toEqual([])
    expect(await found(here, { createdBefore: NOW })).toEqual([old.id])
    expect(await found(here, { createdFrom: NOW })).not.toContain(old.id)
    expect(await found(here, { createdFrom: NOW - 1_000, createdBefore: NOW - 999 })).toEqual([old.id])
    expect(await found(here, { search: 'ed', role: 'writer' })).toEqual([editor.id])
    expect(await found(here, { search: 'su', status: 'active' })).toEqual([])
    expect(await allPages(here, { createdFrom: 0 }, 1)).toHaveLength(4)
  })

  test('roles that are taken away are not found any more, and holders are counted up to a bound', async () => {
    await using stores = await openStores(kind)
    const { here } = stores
    const people = [
      await createPasswordUser(here),
      await createPasswordUser(here),
      await createPasswordUser(here),
    ]
    await here.transaction(async ({ accounts }) => {
      for (const { id } of people) await accounts.setRoles(id, ['editor'], NOW + 1)
    })
    expect(await here.userDirectory.countHolders('editor', 100)).toBe(3)
    expect(await here.userDirectory.countHolders('editor', 2)).toBe(2)
    for (const { id } of people.slice(1))
      await here.transaction(({ accounts }) => accounts.setRoles(id, ['other'], NOW + 2))
    expect(await found(here, { role: 'editor' })).toEqual(people.slice(0, 1).map(({ id }) => id))
    expect(await here.userDirectory.countHolders('editor', 100)).toBe(1)
  })

  test('a page with nobody on it says where to go on, when there were too many to look at', async () => {
    await using stores = await openStores(kind)
    const { here } = stores
    const rows = Array.from({ length: 2_100 }, (_, index) => {
      const id = `usr_${(NOW + index).toString(16).padStart(12, '0')}${'0'.repeat(20)}`
      return `('${id}', ${NOW}, ${NOW})`
    })
    await runSql(
      stores.database,
      `insert into users (id, created_at, updated_at, profile) select column1, column2, column3, '{}' from (values ${rows.join(', ')}) as given`,
    )
    const oldest = `usr_${NOW.toString(16).padStart(12, '0')}${'0'.repeat(20)}` as UserId
    await here.transaction(({ accounts }) => accounts.setRoles(oldest, ['editor'], NOW + 1))
    const page = await here.userDirectory.find(
      { status: 'unconfirmed', createdFrom: 0, role: 'editor' },
      { after: null, limit: 10 },
    )
    expect(page.users).toEqual([])
    expect(page.next).not.toBeNull()
    expect(await allPages(here, { status: 'unconfirmed', createdFrom: 0, role: 'editor' }, 10)).toEqual([
      oldest,
    ])
  })
})
