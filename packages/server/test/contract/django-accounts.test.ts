import { describe, expect, test } from 'vitest'
import { parseDjangoId, type UserId } from '../../src/model/ids.js'
import type { NewDjangoAccount } from '../../src/ports/django-accounts.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import { atOnce, createUser, NOW, openStores } from '../fixtures/stores.js'

const UUID = parseDjangoId('248416c9-aa97-4514-bb2a-87237c94eafb')

const someAccount = (userId: UserId, deviation: Partial<NewDjangoAccount> = {}): NewDjangoAccount => ({
  userId,
  username: null,
  firstName: null,
  lastName: null,
  authProvider: null,
  lastLoginAt: null,
  joinedAt: NOW,
  ...deviation,
})

const create = async (storage: Storage, deviation: Partial<NewDjangoAccount> = {}) => {
  const account = someAccount(await createUser(storage), deviation)
  return storage.transaction(({ djangoAccounts }) => djangoAccounts.create(account, NOW))
}

describe.each(databaseKinds)('accounts as Django has them on $name', (kind) => {
  test('primary keys are numbers that follow each other', async () => {
    await using stores = await openStores(kind)
    expect(await create(stores.here)).toMatchObject({ id: '1' })
    expect(await create(stores.here)).toMatchObject({ id: '2' })
  })

  test('a user who has an account keeps it', async () => {
    await using stores = await openStores(kind)
    const userId = await createUser(stores.here)
    const { djangoAccounts } = stores.here
    const first = await djangoAccounts.create(someAccount(userId, { username: 'ada' }), NOW)
    expect(await djangoAccounts.create(someAccount(userId, { username: 'eve' }), NOW)).toEqual(first)
    expect(await djangoAccounts.findByUser(userId)).toEqual(first)
    expect(first === 'changed' ? undefined : await djangoAccounts.findById(first.id)).toEqual(first)
  })

  test('of many who come in the same moment each gets a number of their own', async () => {
    await using stores = await openStores(kind)
    const users = await atOnce(6, () => createUser(stores.here))
    const accounts = await atOnce(6, async (index) => {
      const userId = users[index]
      if (userId === undefined) throw new Error('a user of the test is missing')
      const storage = index % 2 === 0 ? stores.here : stores.elsewhere
      for (;;) {
        const account = await storage.djangoAccounts.create(someAccount(userId, { username: 'ada' }), NOW)
        if (account !== 'changed') return account
      }
    })
    expect(new Set(accounts.map(({ id }) => id)).size).toBe(6)
    for (const { id } of accounts) expect(id).toMatch(/^[1-9]\d*$/)
    expect(new Set(accounts.map(({ username }) => username)).size).toBe(6)
  })

  test('a UUID is a primary key, and does not count as a number', async () => {
    await using stores = await openStores(kind)
    const account = someAccount(await createUser(stores.here))
    expect(await stores.here.djangoAccounts.create(account, NOW, UUID)).toMatchObject({ id: UUID })
    expect(await create(stores.here)).toMatchObject({ id: expect.stringMatching(/^[1-9]\d?$/) })
  })

  test('the number of somebody who is gone is nobody’s again', async () => {
    await using stores = await openStores(kind)
    await create(stores.here)
    const last = await create(stores.here)
    if (last === 'changed') throw new Error('the account of the test was not made')
    await stores.here.transaction(({ accounts }) => accounts.delete(last.userId))
    expect(await create(stores.here)).toMatchObject({ id: '3' })
    const imported = await createUser(stores.here)
    await runSql(
      stores.database,
      `insert into django_accounts (user_id, id, number, joined_at) values ('${imported}', '70', 70, ${NOW})`,
    )
    await stores.here.transaction(({ accounts }) => accounts.delete(imported))
    expect(await create(stores.here)).toMatchObject({ id: '71' })
  })

  test('numbers go on behind the last that was imported', async () => {
    await using stores = await openStores(kind)
    await create(stores.here)
    const imported = await createUser(stores.here)
    await runSql(
      stores.database,
      `insert into django_accounts (user_id, id, number, joined_at) values ('${imported}', '7000', 7000, ${NOW})`,
    )
    expect(await create(stores.here)).toMatchObject({ id: '7001' })
  })

  test('a username that is taken gets digits behind it', async () => {
    await using stores = await openStores(kind)
    const names: unknown[] = []
    for (let count = 0; count < 3; count += 1) names.push(await create(stores.here, { username: 'ada' }))
    expect(names).toMatchObject([{ username: 'ada' }, { username: 'ada2' }, { username: 'ada4' }])
  })

  test('a name that another has is not given a second time, and nothing else is written then', async () => {
    await using stores = await openStores(kind)
    const { djangoAccounts } = stores.here
    await create(stores.here, { username: 'ada' })
    const eve = await create(stores.here, { username: 'eve', firstName: 'Eve' })
    if (eve === 'changed') throw new Error('the account of the test was not made')
    const renamed = { username: 'ada', firstName: 'Ada', lastName: null }
    expect(await djangoAccounts.rename(eve.userId, renamed, NOW + 1)).toBe('taken')
    expect(await djangoAccounts.findByUser(eve.userId)).toEqual(eve)
    expect(await djangoAccounts.rename(eve.userId, { ...renamed, username: 'eve' }, NOW + 1)).toBe('renamed')
    expect(await djangoAccounts.findByUser(eve.userId)).toEqual({ ...eve, firstName: 'Ada' })
    expect(await stores.here.accounts.findById(eve.userId)).toMatchObject({ updatedAt: NOW + 1 })
  })

  test('a sign-in is noted', async () => {
    await using stores = await openStores(kind)
    const ada = await create(stores.here)
    if (ada === 'changed') throw new Error('the account of the test was not made')
    await stores.here.djangoAccounts.recordLogin(ada.userId, NOW + 5)
    expect(await stores.here.djangoAccounts.findById(ada.id)).toEqual({ ...ada, lastLoginAt: NOW + 5 })
  })

  test('the account of somebody who is deleted goes with them', async () => {
    await using stores = await openStores(kind)
    const ada = await create(stores.here)
    if (ada === 'changed') throw new Error('the account of the test was not made')
    await stores.here.transaction(({ accounts }) => accounts.delete(ada.userId))
    expect(await countRows(stores.database, 'django_accounts')).toBe(0)
  })
})
