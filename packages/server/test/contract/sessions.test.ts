import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { newSessionId } from '../../src/model/ids.js'
import { SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  atOnce,
  createSession,
  createUser,
  NOW,
  openOn,
  openStores,
  POLICY,
  someSession,
  someUserId,
  tally,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND
const nobodysSession = newSessionId(NOW, '0123456789abcdef0123')

describe.each(databaseKinds)('sessions on $name', (kind) => {
  describe('open', () => {
    test('a session is read back as it was opened', async () => {
      await using stores = await openStores(kind)
      const session = await createSession(stores.here, {
        scopes: [],
        amr: ['fed', 'mfa'],
        generation: 3,
        rotatedAt: NOW - 1,
      })
      expect(await stores.elsewhere.sessions.find(session.id)).toEqual(session)
      expect(await stores.elsewhere.sessions.recall(session.id)).toEqual(session)
    })

    test('a session of nobody is not opened', async () => {
      await using stores = await openStores(kind)
      const session = someSession(someUserId())
      await expect(stores.here.sessions.open(session)).rejects.toThrow()
      expect(await stores.here.sessions.find(session.id)).toBeUndefined()
    })

    test('an id opens one session only', async () => {
      await using stores = await openStores(kind)
      const session = await createSession(stores.here)
      await expect(stores.here.sessions.open({ ...session, clientId: 'another' })).rejects.toThrow()
      expect(await stores.here.sessions.find(session.id)).toEqual(session)
    })
  })

  describe('end', () => {
    test('a session ends once, and keeps the first reason', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      expect(await stores.here.sessions.end(id, 'signed_out', NOW)).toBe('ended')
      expect(await stores.elsewhere.sessions.end(id, 'revoked', LATER)).toBe('already_ended')
      expect(await stores.here.sessions.find(id)).toMatchObject({ endedAt: NOW, endReason: 'signed_out' })
    })

    test('of many ends at once one is told that it ended the session', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      const outcomes = await atOnce(20, (index) =>
        (index % 2 === 0 ? stores.here : stores.elsewhere).sessions.end(id, 'revoked', LATER),
      )
      expect(tally(outcomes)).toEqual({ ended: 1, already_ended: 19 })
    })

    test('ending a session that is not there changes nothing', async () => {
      await using stores = await openStores(kind)
      const other = await createSession(stores.here)
      expect(await stores.here.sessions.end(nobodysSession, 'revoked', NOW)).toBe('already_ended')
      expect(await stores.here.sessions.find(other.id)).toEqual(other)
    })
  })

  describe('recall', () => {
    test('an end by this process is seen at once', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      await stores.here.sessions.recall(id)
      await stores.here.sessions.end(id, 'signed_out', LATER)
      expect(await stores.here.sessions.recall(id)).toMatchObject({ endedAt: LATER })
    })

    test('an end by another process is seen within the stated bound', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      await stores.here.sessions.recall(id)
      await stores.elsewhere.sessions.end(id, 'signed_out', LATER)
      // SQLite tells by itself that another process wrote; on PostgreSQL what was read is good for a second.
      if (kind.name === 'postgres') await pause(1 * SECOND)
      expect(await stores.here.sessions.recall(id)).toMatchObject({ endedAt: LATER })
    })

    test('reads that race an end do not bring the session back', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      await Promise.all([
        atOnce(20, () => stores.here.sessions.recall(id)),
        stores.here.sessions.end(id, 'signed_out', LATER),
        atOnce(20, () => stores.here.sessions.recall(id)),
      ])
      expect(await stores.here.sessions.recall(id)).toMatchObject({ endedAt: LATER })
    })

    test('a rotation by this process is seen at once', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      await stores.here.sessions.recall(id)
      await stores.here.sessions.rotate(id, 0, POLICY, LATER)
      expect(await stores.here.sessions.recall(id)).toMatchObject({ generation: 1, lastUsedAt: LATER })
    })

    test('a session that is not there stays unknown until it is opened', async () => {
      await using stores = await openStores(kind)
      const session = someSession(await createUser(stores.here))
      expect(await stores.here.sessions.recall(session.id)).toBeUndefined()
      const opened = await stores.here.sessions.open(session)
      expect(await stores.here.sessions.recall(session.id)).toEqual(opened)
    })
  })

  describe('touch', () => {
    const storedUse = async (stores: { database: Parameters<typeof runSql>[0] }, id: string) => {
      const [row] = await runSql(stores.database, `select last_used_at from sessions where id = '${id}'`)
      return row?.['last_used_at']
    }

    test('uses are written together, and by the process itself seen before that', async () => {
      await using stores = await openStores(kind)
      const sessions = [await createSession(stores.here), await createSession(stores.here)]
      for (const { id } of sessions) {
        await stores.here.sessions.recall(id)
        stores.here.sessions.touch(id, LATER)
        expect(await storedUse(stores, id)).toBe(NOW)
        expect(await stores.here.sessions.find(id)).toMatchObject({ lastUsedAt: LATER })
        expect(await stores.here.sessions.recall(id)).toMatchObject({ lastUsedAt: LATER })
      }
      await stores.here.writeTouches()
      for (const { id } of sessions) expect(await storedUse(stores, id)).toBe(LATER)
    })

    test('a use that was remembered while it was being written is not lost sight of', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      stores.here.sessions.touch(id, LATER)
      const writing = stores.here.writeTouches()
      const seen = await atOnce(10, () => stores.here.sessions.find(id))
      await writing
      for (const session of seen) expect(session).toMatchObject({ lastUsedAt: LATER })
      expect(await stores.here.sessions.find(id)).toMatchObject({ lastUsedAt: LATER })
    })

    test('the time of the last use never moves backwards', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      stores.here.sessions.touch(id, LATER)
      stores.here.sessions.touch(id, LATER - 1)
      await stores.here.writeTouches()
      expect(await storedUse(stores, id)).toBe(LATER)
      stores.elsewhere.sessions.touch(id, LATER - 2)
      await stores.elsewhere.writeTouches()
      expect(await storedUse(stores, id)).toBe(LATER)
    })

    test('processes that write the uses of the same sessions at once do not wait for each other for ever', async () => {
      await using stores = await openStores(kind)
      const user = await createUser(stores.here)
      const sessions = Array.from({ length: 30 }, () => someSession(user))
      for (const session of sessions) await stores.here.sessions.open(session)
      for (const { id } of sessions) stores.here.sessions.touch(id, LATER)
      for (const { id } of sessions.toReversed()) stores.elsewhere.sessions.touch(id, LATER + 1)
      await Promise.all([stores.here.writeTouches(), stores.elsewhere.writeTouches()])
      for (const { id } of sessions) expect(await storedUse(stores, id)).toBe(LATER + 1)
    })

    test('what was not written yet is written when the store closes', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      const closing = openOn(stores.database)
      closing.sessions.touch(id, LATER)
      await closing.close()
      expect(await storedUse(stores, id)).toBe(LATER)
    })

    test('the use of a session that ended, or never was, does no harm', async () => {
      await using stores = await openStores(kind)
      const { id } = await createSession(stores.here)
      await stores.here.sessions.end(id, 'signed_out', NOW)
      stores.here.sessions.touch(id, LATER)
      stores.here.sessions.touch(nobodysSession, LATER)
      await stores.here.writeTouches()
      expect(await stores.here.sessions.find(id)).toMatchObject({ endedAt: NOW, endReason: 'signed_out' })
      expect(await stores.here.sessions.find(nobodysSession)).toBeUndefined()
    })
  })
})
