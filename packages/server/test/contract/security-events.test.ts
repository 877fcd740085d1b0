import { afterEach, describe, expect, test, vi } from 'vitest'
import { DAY, SECOND } from '../../src/model/time.js'
import type { SecurityEvent } from '../../src/ports/security-events.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { runSql } from '../fixtures/run-sql.js'
import {
  createSession,
  createUser,
  NOW,
  openOn,
  openStores,
  somePasswordUser,
  someSession,
} from '../fixtures/stores.js'

const LATER = NOW + 60 * SECOND
/** Far after the present, in which the databases of these tests have their own clocks. */
const FAR = 4_000_000_000_000

/** What is noted while `work` runs. */
const notedBy = async (storage: Storage, work: () => Promise<unknown>): Promise<readonly SecurityEvent[]> => {
  const before = await storage.securityEvents.newest()
  await work()
  return storage.securityEvents.after(before, 10_000)
}

const stopping: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop()
})

describe.each(databaseKinds)('security events on $name', (kind) => {
  test('every session gets a number of its own, which is read back with it', async () => {
    await using stores = await openStores(kind)
    const one = await createSession(stores.here)
    const two = await createSession(stores.elsewhere)
    const three = await stores.here.transaction(({ sessions }) => sessions.open(someSession(one.userId)))
    expect([two.number, three.number]).toEqual([(one.number ?? NaN) + 1, (one.number ?? NaN) + 2])
    expect(await stores.here.sessions.find(three.id)).toEqual(three)
  })

  test('a session that ends is noted once, with why and where its bit stands', async () => {
    await using stores = await openStores(kind)
    const { id, userId, number, clientId } = await createSession(stores.here)
    const noted = await notedBy(stores.here, async () => {
      await stores.here.sessions.end(id, 'signed_out', LATER)
      await stores.elsewhere.sessions.end(id, 'revoked', LATER + 1)
    })
    expect(noted).toEqual([
      {
        position: expect.any(Number),
        type: 'session-revoked',
        userId,
        sessionId: id,
        sessionNumber: number,
        clientId,
        streamId: null,
        reason: 'signed_out',
        detail: null,
        occurredAt: LATER,
      },
    ])
  })

  test('what is rolled back is not noted', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    const noted = await notedBy(stores.here, () =>
      stores.here
        .transaction(async ({ sessions }) => {
          await sessions.end(id, 'signed_out', LATER)
          throw new RangeError('no')
        })
        .catch(() => {}),
    )
    expect(noted).toEqual([])
  })

  test('refresh reuse, sign-out everywhere and a statement typed by an operator are all noted', async () => {
    await using stores = await openStores(kind)
    const reused = await createSession(stores.here, { generation: 5 })
    const everywhere = await createSession(stores.here)
    const typed = await createSession(stores.here)
    const noted = await notedBy(stores.here, async () => {
      await stores.here.sessions.end(reused.id, 'refresh_token_reused', LATER)
      await stores.here.sessions.endAllOf(everywhere.userId, null, 'password_changed', LATER)
      await runSql(
        stores.database,
        `update sessions set ended_at = ${LATER}, end_reason = 'revoked' where id = '${typed.id}'`,
      )
    })
    expect(noted.map(({ sessionId, reason }) => [sessionId, reason])).toEqual([
      [reused.id, 'refresh_token_reused'],
      [everywhere.id, 'password_changed'],
      [typed.id, 'revoked'],
    ])
  })

  test('uses, refreshes and the sweep of what expired note nothing', async () => {
    await using stores = await openStores(kind)
    const session = await createSession(stores.here)
    const policy = { idleLimit: 1e12, absoluteLimit: 1e12, refreshGrace: 0 }
    const noted = await notedBy(stores.here, async () => {
      await stores.here.sessions.rotate(session.id, 0, policy, LATER)
      stores.here.sessions.touch(session.id, LATER)
      await stores.here.writeTouches()
      await createSession(stores.here, { expiresAt: 1 })
      await stores.here.sweep(NOW)
    })
    expect(noted).toEqual([])
  })

  test('whoever is suspended loses every session at once, by a statement of an operator too', async () => {
    await using stores = await openStores(kind)
    const { id, userId } = await createSession(stores.here)
    const noted = await notedBy(stores.here, async () => {
      await runSql(stores.database, `update users set suspended_at = ${LATER} where id = '${userId}'`)
      await runSql(stores.database, `update users set suspended_at = null where id = '${userId}'`)
    })
    expect(noted.map(({ type, reason }) => [type, reason])).toEqual([
      ['account-disabled', null],
      ['session-revoked', 'user_suspended'],
      ['account-enabled', null],
    ])
    expect(await stores.here.sessions.find(id)).toMatchObject({ endedAt: LATER, endReason: 'user_suspended' })
  })

  test('an account that is deleted takes its live sessions along, and both are noted', async () => {
    await using stores = await openStores(kind)
    const { userId, number } = await createSession(stores.here, { expiresAt: FAR })
    await stores.here.sessions.open(
      someSession(userId, { expiresAt: FAR, endedAt: LATER, endReason: 'revoked' }),
    )
    const noted = await notedBy(stores.here, () =>
      stores.here.transaction(({ accounts }) => accounts.delete(userId)),
    )
    expect(noted.map((event) => [event.type, event.sessionNumber, event.reason]).sort()).toEqual([
      ['account-purged', null, null],
      ['session-revoked', number, 'deleted'],
    ])
  })

  test('a change of roles, of the proven address and of the password is noted, and whose', async () => {
    await using stores = await openStores(kind)
    const userId = await createUser(stores.here)
    const noted = await notedBy(stores.here, async () => {
      await runSql(stores.database, `update users set roles = '["staff"]' where id = '${userId}'`)
      await runSql(stores.database, `update users set email_key = 'new@example.com' where id = '${userId}'`)
      await runSql(
        stores.database,
        `insert into passwords (user_id, hash, changed_at) values ('${userId}', 'x', ${LATER})`,
      )
      await runSql(stores.database, `update passwords set hash = 'rehashed' where user_id = '${userId}'`)
      await runSql(
        stores.database,
        `update passwords set hash = 'y', changed_at = ${LATER + 1} where user_id = '${userId}'`,
      )
    })
    expect(noted.map(({ type, userId: whose, detail }) => [type, whose, detail])).toEqual([
      ['token-claims-change', userId, { roles: ['staff'] }],
      ['identifier-changed', userId, { old: expect.stringContaining('@'), new: 'new@example.com' }],
      ['credential-change', userId, { change_type: 'create' }],
      ['credential-change', userId, { change_type: 'update' }],
    ])
  })

  test('somebody who signs up with a password has changed nothing', async () => {
    await using stores = await openStores(kind)
    const person = somePasswordUser()
    expect(
      await notedBy(stores.here, () =>
        stores.here.transaction(({ accounts }) => accounts.createWithPassword(person, NOW)),
      ),
    ).toEqual([])
  })

  test('events that are read from many places at once have one order, without gaps and without latecomers', async () => {
    await using stores = await openStores(kind)
    const sessions = []
    for (let more = 60; more > 0; more -= 1) sessions.push(await createSession(stores.here))
    const start = await stores.here.securityEvents.newest()
    const seen: number[] = []
    let done = false
    const read = async (storage: Storage): Promise<void> => {
      let position = start
      while (!done || (await storage.securityEvents.newest()) > position) {
        for (const event of await storage.securityEvents.after(position, 7)) {
          expect(event.position).toBe(position + 1)
          position = event.position
          if (storage === stores.here) seen.push(event.sessionNumber ?? -1)
        }
        await new Promise(setImmediate)
      }
    }
    const reading = Promise.all([read(stores.here), read(stores.elsewhere)])
    await Promise.all(
      sessions.map(({ id }, at) =>
        (at % 2 === 0 ? stores.here : stores.elsewhere).sessions.end(id, 'signed_out', LATER),
      ),
    )
    await stores.here.securityEvents.after(start, 1)
    done = true
    await reading
    expect(seen.toSorted((a, b) => a - b)).toEqual(sessions.map(({ number }) => number))
  })

  test('who was listening when the database was closed is woken no more, and asks it no more', async () => {
    await using stores = await openStores(kind)
    const closing = openOn(stores.database)
    const wake = vi.fn()
    await closing.securityEvents.listen(wake)
    await closing.close()
    wake.mockClear()
    await createSession(stores.here)
    // Longer than anybody pauses before asking again: a question to a closed database would be an error that nobody catches.
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(wake).not.toHaveBeenCalled()
  })

  test('what another process notes wakes whoever listens, until it stops', async () => {
    await using stores = await openStores(kind)
    const { id } = await createSession(stores.here)
    const wake = vi.fn()
    const stop = await stores.here.securityEvents.listen(wake)
    stopping.push(stop)
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 20_000)
    wake.mockClear()
    await stores.elsewhere.sessions.end(id, 'signed_out', LATER)
    await vi.waitFor(() => expect(wake).toHaveBeenCalled(), 20_000)
  })

  test('the ended ones of a list are told, and between which numbers live ones are', async () => {
    await using stores = await openStores(kind)
    const gone = await createSession(stores.here, { expiresAt: LATER })
    const low = await createSession(stores.here)
    const ended = await createSession(stores.here)
    const high = await createSession(stores.here)
    await stores.here.sessions.end(ended.id, 'signed_out', LATER)
    const { securityEvents } = stores.here
    const first = low.number ?? 0
    expect(await securityEvents.endedNumbers(first, first + 10)).toEqual([ended.number])
    expect(await securityEvents.endedNumbers((ended.number ?? 0) + 1, first + 10)).toEqual([])
    expect(await securityEvents.liveNumbers(LATER)).toEqual({
      lowest: low.number,
      end: (high.number ?? 0) + 1,
    })
    expect(gone.number).toBeLessThan(first)
  })

  test('events are kept for a week, and the order goes on from where it was', async () => {
    await using stores = await openStores(kind)
    const { securityEvents, sessions } = stores.here
    const ended = await createSession(stores.here)
    const [event] = await notedBy(stores.here, () => sessions.end(ended.id, 'signed_out', LATER))
    const position = event?.position ?? Number.NaN
    await stores.here.sweep(LATER + 7 * DAY)
    expect(await securityEvents.oldest()).toBe(position)
    await stores.here.sweep(LATER + 7 * DAY + 1)
    expect(await securityEvents.oldest()).toBeUndefined()
    const next = await createSession(stores.here)
    await sessions.end(next.id, 'signed_out', LATER)
    expect(await securityEvents.after(position, 10)).toMatchObject([{ position: position + 1 }])
  })
})
