import { describe, expect, test } from 'vitest'
import { newSessionId } from '../../src/model/ids.js'
import { DAY, SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { atOnce, createSession, NOW, openStores, POLICY, tally } from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND
const nobodysSession = newSessionId(NOW, '0123456789abcdef0123')

describe.each(databaseKinds)('rotate on $name', (kind) => {
  test('the current generation is spent and the next one begins', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here)
    expect(await stores.here.sessions.rotate(session.id, 0, POLICY, LATER)).toEqual({
      outcome: 'rotated',
      session: { ...session, generation: 1, rotatedAt: LATER, lastUsedAt: LATER },
    })
  })

  test('the generation before is answered with the same successor until the grace is over', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    await stores.here.sessions.rotate(id, 0, POLICY, LATER)
    const last = LATER + POLICY.refreshGrace
    expect(await stores.elsewhere.sessions.rotate(id, 0, POLICY, last)).toMatchObject({
      outcome: 'replayed',
      session: { generation: 1, rotatedAt: LATER },
    })
    expect(await stores.elsewhere.sessions.rotate(id, 0, POLICY, last + 1)).toEqual({ outcome: 'reused' })
  })

  test('an older generation is reused even within the grace, and so is one that was never handed out', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    await stores.here.sessions.rotate(id, 0, POLICY, LATER)
    await stores.here.sessions.rotate(id, 1, POLICY, LATER)
    for (const generation of [0, 7])
      expect(await stores.here.sessions.rotate(id, generation, POLICY, LATER)).toEqual({ outcome: 'reused' })
    expect(await stores.here.sessions.find(id)).toMatchObject({ generation: 2 })
  })

  test('a session that ended is not rotated', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    await stores.here.sessions.end(id, 'signed_out', NOW)
    expect(await stores.here.sessions.rotate(id, 0, POLICY, LATER)).toEqual({ outcome: 'ended' })
    expect(await stores.here.sessions.find(id)).toMatchObject({ generation: 0, endReason: 'signed_out' })
  })

  test('a session nobody used for the idle limit is not rotated', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    const idle = NOW + POLICY.idleLimit
    expect(await stores.here.sessions.rotate(id, 0, POLICY, idle)).toEqual({ outcome: 'expired' })
    expect(await stores.here.sessions.rotate(id, 0, POLICY, idle - 1)).toMatchObject({ outcome: 'rotated' })
  })

  test('a session as old as the absolute limit is not rotated, however recently it was used', async () => {
    await using stores = await openStores(kind)
    const { id, expiresAt } = await createSession(stores.here, { lastUsedAt: NOW + 89 * DAY })
    expect(await stores.here.sessions.rotate(id, 0, POLICY, expiresAt)).toEqual({ outcome: 'expired' })
    expect(await stores.here.sessions.rotate(id, 0, POLICY, expiresAt - 1)).toMatchObject({
      outcome: 'rotated',
    })
  })

  test('a session that is not there is unknown', async () => {
    await using stores = await openStores(kind)
    expect(await stores.here.sessions.rotate(nobodysSession, 0, POLICY, NOW)).toEqual({
      outcome: 'unknown',
    })
  })

  test('of two hundred at once one rotates, and all others are answered with its generation', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    const rotations = await atOnce(200, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).sessions.rotate(id, 0, POLICY, LATER),
    )
    expect(tally(rotations.map(({ outcome }) => outcome))).toEqual({ rotated: 1, replayed: 199 })
    const generations = rotations.map((one) => ('session' in one ? one.session.generation : undefined))
    expect(new Set(generations)).toEqual(new Set([1]))
    expect(await stores.here.sessions.find(id)).toMatchObject({ generation: 1, endedAt: null })
  })

  test('a rotation that races an end never changes a session whose end was acknowledged', async () => {
    await using stores = await openStores(kind)
    for (let round = 0; round < 20; round += 1) {
      const { id } = await createSession(stores.here)
      let generation = 0
      let acknowledged = false
      const rotating = (async () => {
        for (;;) {
          const startedAfterTheEnd = acknowledged
          const rotation = await stores.elsewhere.sessions.rotate(id, generation, POLICY, LATER)
          if (!('session' in rotation)) return rotation.outcome
          expect(startedAfterTheEnd, `round ${round}`).toBe(false)
          generation = rotation.session.generation
        }
      })()
      for (let turn = 0; turn < round % 5; turn += 1) await new Promise(setImmediate)
      await stores.here.sessions.end(id, 'signed_out', LATER)
      acknowledged = true
      const atTheEnd = await stores.here.sessions.find(id)
      expect(await rotating).toBe('ended')
      expect(await stores.here.sessions.find(id)).toEqual(atTheEnd)
    }
  })
})
