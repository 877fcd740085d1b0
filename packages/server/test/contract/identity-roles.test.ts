import { describe, expect, test } from 'vitest'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import { atOnce, createUser, NOW, openStores, someIdentity, someUserId } from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND

describe.each(databaseKinds)('roles that providers give, on $name', (kind) => {
  const open = async () => {
    const stores = await openStores(kind)
    const first = someIdentity({ provider: 'okta' })
    const id = await createUser(stores.here, first)
    const give = (roles: readonly string[], identity = first, now = LATER) =>
      stores.here.transaction(({ accounts }) => accounts.replaceIdentityRoles(id, identity, roles, now))
    const rolesOf = async () => (await stores.elsewhere.accounts.findById(id))?.roles
    /** As an operator does. */
    const giveByHand = (roles: readonly string[]) =>
      runSql(stores.database, `update users set roles = '${JSON.stringify(roles)}' where id = '${id}'`)
    return { stores, first, id, give, rolesOf, giveByHand }
  }

  test('come and go as the provider says, and what was given here stays', async () => {
    const { stores, give, rolesOf, giveByHand } = await open()
    await using _ = stores
    await giveByHand(['owner'])
    expect(await give(['staff', 'admin'])).toBe('replaced')
    expect(await rolesOf()).toEqual(['owner', 'staff', 'admin'])
    await give(['staff', 'owner'])
    expect(await rolesOf()).toEqual(['owner', 'staff'])
    await give([])
    expect(await rolesOf()).toEqual(['owner'])
  })

  test('that two identities give go with the second one', async () => {
    const { stores, id, give, rolesOf } = await open()
    await using _ = stores
    const second = someIdentity({ provider: 'entra' })
    await stores.here.transaction(({ accounts }) => accounts.linkIdentity(id, second, NOW))
    await give(['staff', 'admin'])
    await give(['staff'], second)
    await give([])
    expect(await rolesOf()).toEqual(['staff'])
    await give([], second)
    expect(await rolesOf()).toEqual([])
  })

  test('go with the identity that gave them', async () => {
    const { stores, first, id, give, rolesOf, giveByHand } = await open()
    await using _ = stores
    await giveByHand(['owner'])
    await give(['admin'])
    await stores.here.transaction(({ accounts }) => accounts.unlinkIdentity(id, first, LATER))
    expect(await rolesOf()).toEqual(['owner'])
  })

  test('are told as a change of claims when they change, and only then', async () => {
    const { stores, id, give } = await open()
    await using _ = stores
    await give(['staff'])
    await give(['staff'])
    const events = await runSql(
      stores.database,
      `select detail from security_events where type = 'token-claims-change' and user_id = '${id}'`,
    )
    expect(events.map(({ detail }) => JSON.parse(String(detail)))).toEqual([{ roles: ['staff'] }])
  })

  test('are another user than the one that was read, and here nobody remembers the old one', async () => {
    const { stores, id, give } = await open()
    await using _ = stores
    const before = await stores.here.accounts.recall(id)
    await give(['staff'])
    const after = await stores.here.accounts.recall(id)
    expect(after).toMatchObject({ roles: ['staff'], updatedAt: LATER })
    await give(['staff'], undefined, LATER + SECOND)
    expect(await stores.here.accounts.recall(id)).toEqual(after)
    expect(before?.roles).toEqual([])
  })

  test('of an identity that is another’s, or gone, are not written', async () => {
    const { stores, give, rolesOf } = await open()
    await using _ = stores
    const other = someIdentity({ provider: 'okta' })
    await createUser(stores.here, other)
    expect(await give(['admin'], other)).toBe('changed')
    expect(await give(['admin'], someIdentity({ provider: 'okta' }))).toBe('changed')
    const nobody = stores.here.transaction(({ accounts }) =>
      accounts.replaceIdentityRoles(someUserId(), other, ['admin'], LATER),
    )
    expect([await nobody, await rolesOf()]).toEqual(['changed', []])
  })

  test('of sign-ins at once are those of one of them, whole', async () => {
    const { stores, give, rolesOf, giveByHand } = await open()
    await using _ = stores
    await giveByHand(['owner'])
    await atOnce(6, (index) => give([`a${index}`, `b${index}`]))
    const [owner, a, b, ...more] = (await rolesOf()) ?? []
    expect([owner, b, more]).toEqual(['owner', a?.replace('a', 'b'), []])
  })
})
