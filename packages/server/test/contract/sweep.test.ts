import { describe, expect, test } from 'vitest'
import { DAY, SECOND } from '../../src/model/time.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import {
  atOnce,
  createSession,
  createUser,
  NOW,
  openStores,
  POLICY,
  someLink,
  someMail,
  someSession,
  someSignUp,
  someThrottle,
} from '../fixtures/stores.js'

const MUCH_LATER = NOW + 200 * DAY
const AT_MOST = 500

describe.each(databaseKinds)('sweep on $name', (kind) => {
  test('what is alive, or ended a short while ago, stays', async () => {
    await using stores = await openStores(kind)
    const live = await createSession(stores.here)
    const justEnded = await createSession(stores.here, { endedAt: NOW - 29 * DAY, endReason: 'signed_out' })
    const justExpired = await createSession(stores.here, { expiresAt: NOW - 29 * DAY })
    await stores.here.transaction(({ spentProofs }) => spentProofs.consumeOnce('unexpired', NOW))
    expect(await stores.here.sweep(NOW)).toBe(0)
    for (const session of [live, justEnded, justExpired])
      expect(await stores.here.sessions.find(session.id)).toEqual(session)
    expect(await countRows(stores.database, 'spent_proofs')).toBe(1)
  })

  test('what has been dead for long goes, and nothing else', async () => {
    await using stores = await openStores(kind)
    const live = await createSession(stores.here, { expiresAt: MUCH_LATER + POLICY.absoluteLimit })
    const ended = await createSession(stores.here, {
      endedAt: NOW,
      endReason: 'signed_out',
      expiresAt: MUCH_LATER,
    })
    const expired = await createSession(stores.here)
    await stores.here.transaction(({ spentProofs }) => spentProofs.consumeOnce('expired', NOW))
    expect(await stores.here.sweep(MUCH_LATER)).toBe(3)
    expect(await stores.here.sessions.find(live.id)).toEqual(live)
    expect(await stores.here.sessions.find(ended.id)).toBeUndefined()
    expect(await stores.here.sessions.find(expired.id)).toBeUndefined()
    expect(await countRows(stores.database, 'spent_proofs')).toBe(0)
    expect(await countRows(stores.database, 'users')).toBe(3)
  })

  test('sign-ups and links go when they have expired', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    for (const expiresAt of [NOW - 1, NOW, NOW + 1]) {
      await stores.here.signUps.add(someSignUp({ expiresAt }))
      await stores.here.links.add(someLink(user, { expiresAt }))
    }
    expect(await stores.here.sweep(NOW)).toBe(2)
    for (const table of ['sign_ups', 'one_time_links']) {
      expect(await countRows(stores.database, table), table).toBe(2)
      expect(await countRows(stores.database, `${table} where expires_at < ${NOW}`), table).toBe(0)
    }
  })

  test('messages go a week after they were settled, those given up after a month, those that wait never', async () => {
    await using stores = await openStores(kind)
    for (const outcome of ['sent', 'needless', 'failed'] as const) {
      const mail = someMail()
      await stores.here.outbox.add(mail)
      await stores.here.outbox.settle(mail.id, outcome, NOW)
    }
    await stores.here.outbox.add(someMail())
    expect(await stores.here.sweep(NOW + 7 * DAY)).toBe(0)
    expect(await stores.here.sweep(NOW + 7 * DAY + 1)).toBe(2)
    expect(await countRows(stores.database, "mails where outcome = 'failed'")).toBe(1)
    expect(await stores.here.sweep(NOW + 30 * DAY)).toBe(0)
    expect(await stores.here.sweep(NOW + 30 * DAY + 1)).toBe(1)
    expect(await countRows(stores.database, 'mails where outcome is null')).toBe(1)
    expect(await countRows(stores.database, 'mails')).toBe(1)
  })

  test('counters go when nobody has counted on them for two days', async () => {
    await using stores = await openStores(kind)
    const [old, used] = [someThrottle(), someThrottle()]
    for (const throttle of [old, used]) await stores.here.throttles.take([throttle], NOW)
    await stores.here.throttles.take([used], NOW + 1)
    expect(await stores.here.sweep(NOW + 2 * DAY)).toBe(0)
    expect(await stores.here.sweep(NOW + 2 * DAY + 1)).toBe(1)
    expect(await countRows(stores.database, `throttles where key like '%${used.key}'`)).toBe(1)
  })

  test('one sweep takes a bounded number of rows; repeated sweeps take all', async () => {
    await using stores = await openStores(kind)
    const user = await createUser(stores.here)
    await atOnce(AT_MOST + 20, () => stores.here.sessions.open(someSession(user)))
    await stores.here.transaction(async ({ spentProofs }) => {
      for (let index = 0; index < AT_MOST + 10; index += 1)
        await spentProofs.consumeOnce(`${index}`, NOW + SECOND)
    })
    await stores.here.transaction(async ({ signUps, links }) => {
      for (let index = 0; index < AT_MOST + 10; index += 1) {
        await signUps.add(someSignUp())
        await links.add(someLink(user))
      }
    })
    await atOnce(AT_MOST + 10, async () => {
      const mail = someMail()
      await stores.here.outbox.add(mail)
      await stores.here.outbox.settle(mail.id, 'sent', NOW)
    })
    await atOnce(AT_MOST + 10, () => stores.here.throttles.take([someThrottle()], NOW))
    expect(await stores.here.sweep(MUCH_LATER)).toBe(6 * AT_MOST)
    expect(await stores.here.sweep(MUCH_LATER)).toBe(20 + 5 * 10)
    expect(await stores.here.sweep(MUCH_LATER)).toBe(0)
  })

  test('two processes that sweep at once count every row once', async () => {
    await using stores = await openStores(kind)
    await stores.here.transaction(async ({ spentProofs }) => {
      for (let index = 0; index < 100; index += 1) await spentProofs.consumeOnce(`${index}`, NOW)
    })
    const counts = await Promise.all([stores.here.sweep(MUCH_LATER), stores.elsewhere.sweep(MUCH_LATER)])
    expect(counts.reduce((sum, count) => sum + count)).toBe(100)
  })
})
