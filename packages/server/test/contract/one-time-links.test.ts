import { describe, expect, test } from 'vitest'
import { newLinkId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, createUser, NOW, openStores, someLink, someUserId, tally } from '../fixtures/stores.js'

const LIMIT = 5
const nobodys = newLinkId(NOW, '0123456789abcdef0123')

describe.each(databaseKinds)('one-time links on $name', (kind) => {
  describe('add', () => {
    test('a link is read back as it was added', async () => {
      await using stores = await openStores(kind)
      const user = await createUser(stores.here)
      const links = [someLink(user), someLink(user, { purpose: 'email_change', wrongCodes: 2 })]
      for (const link of links) await stores.here.links.add(link)
      for (const link of links) expect(await stores.elsewhere.links.find(link.id)).toEqual(link)
      expect(await stores.here.links.find(nobodys)).toBeUndefined()
    })

    test('adding one that is there changes nothing', async () => {
      await using stores = await openStores(kind)
      const link = someLink(await createUser(stores.here))
      await stores.here.links.add(link)
      await stores.here.links.countCode(link.id, LIMIT)
      await stores.elsewhere.links.add({ ...link, expiresAt: link.expiresAt + 1 })
      expect(await stores.here.links.find(link.id)).toEqual({ ...link, wrongCodes: 1 })
    })

    test('nobody has a link that is nobody’s', async () => {
      await using stores = await openStores(kind)
      await expect(stores.here.links.add(someLink(someUserId()))).rejects.toThrow(/foreign key/i)
      expect(await countRows(stores.database, 'one_time_links')).toBe(0)
    })
  })

  test('findNewest is the newest of this user and purpose that has not expired', async () => {
    await using stores = await openStores(kind)
    const [ada, grace] = [await createUser(stores.here), await createUser(stores.here)]
    const older = someLink(ada)
    const newer = someLink(ada, { createdAt: NOW + 1, expiresAt: NOW + 10 * SECOND })
    const others = [
      someLink(ada, { purpose: 'email_change', createdAt: NOW + 2 }),
      someLink(grace, { createdAt: NOW + 2 }),
    ]
    for (const link of [newer, ...others, older]) await stores.here.links.add(link)
    const newestAt = (now: number) => stores.elsewhere.links.findNewest(ada, 'password_reset', now)
    expect(await newestAt(NOW + 10 * SECOND - 1)).toEqual(newer)
    expect(await newestAt(NOW + 10 * SECOND)).toEqual(older)
    expect(await newestAt(older.expiresAt)).toBeUndefined()
  })

  test('countCode counts up to the limit, whoever counts, each link for itself', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    const [link, another] = [someLink(user), someLink(user)]
    for (const added of [link, another]) await stores.here.links.add(added)
    const outcomes = await atOnce(50, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).links.countCode(link.id, LIMIT),
    )
    expect(tally(outcomes)).toEqual({ counted: LIMIT, spent: 45 })
    expect(await stores.here.links.find(another.id)).toEqual(another)
    expect(await stores.here.links.countCode(nobodys, LIMIT)).toBe('spent')
  })

  describe('consume', () => {
    test('of many who use a link at once one gets it', async () => {
      await using stores = await openStores(kind)
      const link = someLink(await createUser(stores.here))
      await stores.here.links.add(link)
      const taken = await atOnce(20, (index) => {
        const storage = index % 2 === 0 ? stores.here : stores.elsewhere
        if (index % 4 < 2) return storage.links.consume(link.id, NOW)
        return storage.transaction(({ links }) => links.consume(link.id, NOW))
      })
      expect(taken.filter((found) => found !== undefined)).toEqual([link])
    })

    test('a link that was used in a transaction that fails is as good as before', async () => {
      await using stores = await openStores(kind)
      const link = someLink(await createUser(stores.here))
      await stores.here.links.add(link)
      const failing = stores.here.transaction(async ({ links }) => {
        await links.consume(link.id, NOW)
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await stores.elsewhere.links.consume(link.id, NOW)).toEqual(link)
    })

    test('nobody gets one that has expired, nor one that is not there', async () => {
      await using stores = await openStores(kind)
      const link = someLink(await createUser(stores.here))
      await stores.here.links.add(link)
      expect(await stores.here.links.consume(link.id, link.expiresAt)).toBeUndefined()
      expect(await stores.here.links.consume(nobodys, NOW)).toBeUndefined()
      expect(await stores.here.links.consume(link.id, link.expiresAt - 1)).toEqual(link)
    })
  })

  test('drop takes all of one purpose away from one user', async () => {
    await using stores = await openStores(kind)
    const [ada, grace] = [await createUser(stores.here), await createUser(stores.here)]
    const dropped = [someLink(ada), someLink(ada)]
    const kept = [someLink(ada, { purpose: 'email_change' }), someLink(grace)]
    for (const link of [...dropped, ...kept]) await stores.here.links.add(link)
    await stores.here.transaction(({ links }) => links.drop(ada, 'password_reset'))
    for (const { id } of dropped) expect(await stores.elsewhere.links.find(id)).toBeUndefined()
    for (const link of kept) expect(await stores.elsewhere.links.find(link.id)).toEqual(link)
  })
})
