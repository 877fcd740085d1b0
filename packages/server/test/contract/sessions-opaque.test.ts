import { describe, expect, test } from 'vitest'
import { livenessOf } from '../../src/model/session.js'
import { DAY } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { createSession, NOW, openStores, POLICY } from '../fixtures/stores.js'

describe.each(databaseKinds)('sessions that an opaque token carries on $name', (kind) => {
  test('the hash finds the session, and no other hash does', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here, { opaqueHash: 'hash' })
    await createSession(stores.here)
    const { sessions } = stores.elsewhere
    expect([await sessions.findOpaque('hash'), await sessions.recallOpaque('hash')]).toEqual([
      session,
      session,
    ])
    expect(await sessions.findOpaque('other')).toBeUndefined()
    expect(await sessions.recallOpaque('other')).toBeUndefined()
  })

  test('two sessions never share a hash', async () => {
    await using stores = await openStores(kind)
    await createSession(stores.here, { opaqueHash: 'hash' })
    await expect(createSession(stores.here, { opaqueHash: 'hash' })).rejects.toThrow()
  })

  test('a session that has just ended is recalled as ended', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here, { opaqueHash: 'hash' })
    await stores.here.sessions.recallOpaque('hash')
    await stores.here.sessions.end(id, 'signed_out', NOW + 1)
    expect(await stores.here.sessions.recallOpaque('hash')).toMatchObject({ id, endedAt: NOW + 1 })
  })

  test('an idle limit of its own goes before the policy, for looking and for rotating', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here, { idleLimit: 60 * DAY })
    const { sessions } = stores.here
    const later = NOW + 30 * DAY
    expect(livenessOf(session, POLICY, later)).toBe('live')
    expect(await sessions.rotate(session.id, 0, POLICY, later)).toMatchObject({ outcome: 'rotated' })
    const muchLater = later + 60 * DAY
    expect(livenessOf({ ...session, lastUsedAt: later, expiresAt: muchLater + 1 }, POLICY, muchLater)).toBe(
      'expired',
    )
    expect(await sessions.rotate(session.id, 1, POLICY, muchLater)).toMatchObject({ outcome: 'expired' })
  })

  test('without one the policy decides', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here)
    const later = NOW + POLICY.idleLimit
    expect(await stores.here.sessions.rotate(session.id, 0, POLICY, later)).toEqual({ outcome: 'expired' })
  })
})
