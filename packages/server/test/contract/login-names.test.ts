import { describe, expect, test } from 'vitest'
import type { UserId } from '../../src/model/ids.js'
import { readTypedName } from '../../src/model/typed-name.js'
import { databaseKinds, type TestDatabase } from '../fixtures/databases.js'
import { countRows, runSql } from '../fixtures/run-sql.js'
import {
  addressOf,
  createPasswordUser,
  createUser,
  NOW,
  openStores,
  someIdentity,
} from '../fixtures/stores.js'

const giveName = (database: TestDatabase, user: UserId, name: string) =>
  runSql(database, `insert into login_names values ('${name}', '${name.toLowerCase()}', '${user}')`)

const wasImported = (database: TestDatabase, id: UserId) =>
  runSql(
    database,
    `insert into imports (source, source_id, user_id, digest, imported_at) values ('django', '${id}', '${id}', 'a digest', ${NOW})`,
  )

describe.each(databaseKinds)('names of a former backend on $name', (kind) => {
  test('whoever had a name signs in with it', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here)
    await giveName(stores.database, id, 'ada.lovelace')
    const holder = await stores.here.accounts.findPasswordHolder(readTypedName(' ada.lovelace '))
    expect(holder).toMatchObject({ user: { id }, password: { hash: 'hash of a password' } })
  })

  test('capital letters do not matter while they tell nobody apart', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here)
    await giveName(stores.database, id, 'Ada')
    expect(await stores.here.accounts.findPasswordHolder(readTypedName('aDA'))).toMatchObject({
      user: { id },
    })
  })

  test('of two who differ by capital letters each signs in with their own, and neither with a third spelling', async () => {
    await using stores = await openStores(kind)
    const upper = await createPasswordUser(stores.here)
    const lower = await createPasswordUser(stores.here)
    await giveName(stores.database, upper.id, 'Ada')
    await giveName(stores.database, lower.id, 'ada')
    const holderOf = async (name: string) =>
      (await stores.here.accounts.findPasswordHolder(readTypedName(name)))?.user.id
    expect([await holderOf('Ada'), await holderOf('ada'), await holderOf('ADA')]).toEqual([
      upper.id,
      lower.id,
      undefined,
    ])
  })

  test('two names of one person that differ by capital letters are one person', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here)
    await giveName(stores.database, id, 'Ada')
    await giveName(stores.database, id, 'ada')
    expect(await stores.here.accounts.findPasswordHolder(readTypedName('ADA'))).toMatchObject({
      user: { id },
    })
  })

  test('who has proved an address goes before who had it as a name', async () => {
    await using stores = await openStores(kind)
    const owner = await createPasswordUser(stores.here, {
      address: { email: 'ada@example.com', key: 'ada@example.com' },
    })
    const other = await createPasswordUser(stores.here)
    await giveName(stores.database, other.id, 'ada@example.com')
    const holder = await stores.here.accounts.findPasswordHolder(readTypedName('ada@example.com'))
    expect(holder?.user.id).toBe(owner.id)
  })

  test('a name with a control character finds nobody, and is no error', async () => {
    await using stores = await openStores(kind)
    expect(await stores.here.accounts.findPasswordHolder(readTypedName('a\u0000b'))).toBeUndefined()
  })

  test('an address that one person had and nobody has proved says whom to ask; a proven one does not', async () => {
    await using stores = await openStores(kind)
    const claim = (email: string) =>
      createUser(stores.here, someIdentity({ address: addressOf(email, false) }))
    const id = await claim('Eve@example.com')
    const { accounts } = stores.here
    // Who signed up here said it and nothing else.
    expect(await accounts.findByClaimedAddress('eve@example.com')).toBeUndefined()
    await wasImported(stores.database, id)
    expect((await accounts.findByClaimedAddress('eve@example.com'))?.id).toBe(id)
    const proven = await createUser(
      stores.here,
      someIdentity({ address: addressOf('ada@example.com', true) }),
    )
    await wasImported(stores.database, proven)
    expect(await accounts.findByClaimedAddress('ada@example.com')).toBeUndefined()
    await wasImported(stores.database, await claim('eve@example.com'))
    expect(await accounts.findByClaimedAddress('eve@example.com')).toBeUndefined()
  })

  test('with another address the names that were addresses go, and the others stay', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here)
    for (const name of ['ada', 'ada@old.example']) await giveName(stores.database, id, name)
    const address = { email: 'ada@new.example', key: 'ada@new.example' }
    await stores.here.transaction(({ accounts }) => accounts.changeAddress(id, address, NOW))
    expect(await runSql(stores.database, 'select name from login_names')).toEqual([{ name: 'ada' }])
  })

  test('the names of somebody who is deleted go with them', async () => {
    await using stores = await openStores(kind)
    const { id } = await createPasswordUser(stores.here)
    await giveName(stores.database, id, 'ada')
    await stores.here.transaction(({ accounts }) => accounts.delete(id))
    expect(await countRows(stores.database, 'login_names')).toBe(0)
  })
})
