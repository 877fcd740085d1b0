import { describe, expect, test } from 'vitest'
import { DAY, SECOND } from '../../src/model/time.js'
import { afterAttempt, type Webhook, type WebhookDelivery } from '../../src/model/webhook.js'
import type { HeldWebhook } from '../../src/ports/webhooks.js'
import type { Storage } from '../../src/storage/sql/open-storage.js'
import { databaseKinds } from '../fixtures/databases.js'
import { countRows } from '../fixtures/run-sql.js'
import { atOnce, NOW, openStores } from '../fixtures/stores.js'
import { someDelivery, someWebhook } from '../fixtures/webhooks.js'

const LATER = NOW + 30 * SECOND

const add = async (storage: Storage, deviation: Partial<Webhook> = {}): Promise<Webhook> => {
  const webhook = someWebhook(deviation)
  await storage.transaction(({ webhooks }) => webhooks.add(webhook, 50))
  return webhook
}
const replace = (storage: Storage, webhook: Webhook): Promise<void> =>
  storage.transaction(async ({ webhooks }) => {
    await webhooks.hold(webhook.id)
    await webhooks.replace(webhook)
  })
/** Takes the one webhook there is. */
const take = async (storage: Storage, newest = 1, now = NOW): Promise<HeldWebhook> => {
  const [held] = await storage.webhookTurns.claim(16, newest, now, now + 30 * SECOND)
  if (held === undefined) throw new Error('there was nothing to take')
  return held
}
const wish = { state: undefined, after: null, limit: 10 }

describe.each(databaseKinds)('webhooks on $name', (kind) => {
  test('one is read back as it was written, changed, and removed', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const other = await add(stores.here, {
      events: ['email.changed'],
      state: 'paused',
      pausedBecause: 'gone',
      formerSecret: { sealed: 'before', until: NOW + DAY },
      failures: 3,
      failingSince: NOW,
      lastError: 'the receiver answered 410',
      lastDeliveredAt: NOW - 1,
    })
    expect(await stores.elsewhere.webhooks.find(webhook.id)).toEqual(webhook)
    expect(await stores.elsewhere.webhooks.list()).toEqual(
      [webhook, other].sort((a, b) => (a.id < b.id ? -1 : 1)),
    )
    const changed = { ...other, url: 'https://new.example/', description: '', state: 'enabled' as const }
    await replace(stores.here, changed)
    expect(await stores.elsewhere.webhooks.find(other.id)).toEqual(changed)
    await stores.here.transaction(({ webhooks }) => webhooks.remove(other.id))
    expect(await stores.elsewhere.webhooks.find(other.id)).toBeUndefined()
  })

  test('there are only so many', async () => {
    await using stores = await openStores(kind)
    const outcomes: string[] = []
    for (let index = 0; index < 3; index += 1)
      outcomes.push(await stores.here.transaction(({ webhooks }) => webhooks.add(someWebhook(), 2)))
    expect(outcomes).toEqual(['added', 'added', 'limit-reached'])
  })

  test('one is taken when something lies before it, by one process, until its time is over', async () => {
    await using stores = await openStores(kind)
    await add(stores.here, { position: 5 })
    expect(await stores.here.webhookTurns.claim(16, 5, NOW, LATER)).toEqual([])
    const taken = await atOnce(8, (index) =>
      (index % 2 === 0 ? stores.here : stores.elsewhere).webhookTurns.claim(16, 6, NOW, LATER),
    )
    expect(taken.flat()).toHaveLength(1)
    expect(await stores.here.webhookTurns.claim(16, 6, LATER - 1, LATER)).toEqual([])
    expect(await stores.here.webhookTurns.claim(16, 6, LATER, LATER + 1)).toHaveLength(1)
  })

  test('one that is paused, or whose receiver is given time, is not taken', async () => {
    await using stores = await openStores(kind)
    await add(stores.here, { state: 'paused', pausedBecause: 'operator' })
    await add(stores.here, { nextAttemptAt: NOW + 1 })
    expect(await stores.here.webhookTurns.claim(16, 9, NOW, LATER)).toEqual([])
    expect(await stores.here.webhookTurns.claim(16, 9, NOW + 1, LATER)).toHaveLength(1)
  })

  test('it moves on together with what it is to be sent, once, and for who holds it', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const first = await take(stores.here)
    const second = await take(stores.elsewhere, 1, LATER)
    const move = (held: HeldWebhook, storage: Storage) =>
      storage.webhookTurns.moveOn(held, 1, [someDelivery(webhook)])
    expect(await move(first, stores.here)).toBeUndefined()
    expect(await move(second, stores.elsewhere)).toMatchObject({ position: 1 })
    expect(await move(second, stores.elsewhere)).toBeUndefined()
    expect(await countRows(stores.database, 'webhook_deliveries')).toBe(1)
    expect(await stores.here.webhookTurns.countWaiting(webhook.id, 10)).toBe(1)
  })

  test('what is due is read in the order of the history, and what waits longest first', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const deliveries = [
      someDelivery(webhook, { position: 3 }),
      someDelivery(webhook, { position: 2 }),
      someDelivery(webhook, { position: 1, nextAttemptAt: NOW + 1 }),
      someDelivery(webhook, { position: 4, nextAttemptAt: NOW - 1 }),
      someDelivery(webhook, { position: 5, state: 'failed', nextAttemptAt: null }),
    ]
    await stores.here.webhookTurns.moveOn(await take(stores.here), 1, deliveries)
    const due = await stores.elsewhere.webhookTurns.due(webhook.id, NOW, 10)
    expect(due.map(({ position }) => position)).toEqual([4, 2, 3])
    expect(due[1]).toEqual(deliveries[1])
    expect(await stores.here.webhookTurns.due(webhook.id, NOW, 1)).toHaveLength(1)
  })

  test('what became of an attempt is written for both; for who does not hold it any more, for the delivery alone', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const held = await take(stores.here)
    const moved = await stores.here.webhookTurns.moveOn(held, 1, [someDelivery(webhook)])
    const settle = async (holder: HeldWebhook, delivery: WebhookDelivery) =>
      stores.here.webhookTurns.settle(
        holder,
        afterAttempt(
          { webhook: holder, delivery },
          { outcome: 'failed', status: 503, detail: 'the receiver answered 503' },
          { now: NOW, chance: 0 },
        ),
        LATER,
      )
    const [due] = await stores.here.webhookTurns.due(webhook.id, NOW, 1)
    if (moved === undefined || due === undefined) throw new Error('it did not move on')
    expect(await settle(moved, due)).toMatchObject({ failures: 1, lastError: 'the receiver answered 503' })
    const [tried] = await stores.here.webhookDeliveries.list(webhook.id, wish)
    expect(tried).toMatchObject({ attempts: 1, lastStatus: 503, nextAttemptAt: NOW + 5 * SECOND })
    if (tried === undefined) throw new Error('it is gone')
    for (const change of [
      { url: 'https://new.example/' },
      { state: 'paused', pausedBecause: 'operator' },
    ] as const) {
      await replace(stores.here, { ...webhook, ...change })
      expect(await settle(moved, tried)).toBeUndefined()
      expect(await stores.here.webhooks.find(webhook.id)).toMatchObject({ ...change, failures: 0 })
      await replace(stores.here, webhook)
    }
    expect((await stores.here.webhookDeliveries.list(webhook.id, wish))[0]?.attempts).toBe(2)
  })

  test('an attempt that was under way when somebody had it tried anew does not undo that', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const held = await take(stores.here)
    const delivery = someDelivery(webhook, { attempts: 3 })
    await stores.here.webhookTurns.moveOn(held, 1, [delivery])
    const retried = await stores.here.transaction(({ webhookDeliveries }) =>
      webhookDeliveries.retry(webhook.id, delivery.id, NOW + 1, NOW + DAY),
    )
    expect(retried).toBe('due')
    const sent = { outcome: 'delivered', status: 200 } as const
    await stores.here.webhookTurns.settle(
      held,
      afterAttempt({ webhook: held, delivery }, sent, { now: NOW + 2, chance: 0 }),
      LATER,
    )
    expect((await stores.here.webhookDeliveries.list(webhook.id, wish))[0]).toMatchObject({
      state: 'waiting',
      attempts: 0,
      nextAttemptAt: NOW + 1,
    })
  })

  test('deliveries of another webhook are not had by its id', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const other = await add(stores.here, { state: 'paused' })
    const delivery = someDelivery(webhook)
    await stores.here.webhookTurns.moveOn(await take(stores.here), 1, [delivery])
    expect(await stores.here.webhookDeliveries.list(other.id, wish)).toEqual([])
    expect(
      await stores.here.transaction(({ webhookDeliveries }) =>
        webhookDeliveries.retry(other.id, delivery.id, NOW, NOW),
      ),
    ).toBe('unknown')
  })

  test('pages of deliveries go on behind the last one, the youngest first', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const deliveries = Array.from({ length: 7 }, (_, index) =>
      someDelivery(webhook, {
        position: index,
        createdAt: NOW + Math.floor(index / 2),
        ...(index % 3 === 0 && { state: 'failed', nextAttemptAt: null }),
      }),
    )
    await stores.here.webhookTurns.moveOn(await take(stores.here), 1, deliveries)
    const walk = async (state: WebhookDelivery['state'] | undefined) => {
      const found: WebhookDelivery[] = []
      for (;;) {
        const last = found.at(-1)
        const after = last === undefined ? null : { id: last.id, createdAt: last.createdAt, word: null }
        const page = await stores.elsewhere.webhookDeliveries.list(webhook.id, { state, after, limit: 2 })
        if (page.length === 0) return found
        found.push(...page)
      }
    }
    const all = await walk(undefined)
    expect(new Set(all.map(({ id }) => id)).size).toBe(7)
    expect(all.map(({ createdAt }) => createdAt)).toEqual([3, 2, 2, 1, 1, 0, 0].map((at) => NOW + at))
    expect((await walk('failed')).map(({ position }) => position)).toEqual([6, 3, 0])
  })

  test('deliveries go when their time is over, whoever they were for', async () => {
    await using stores = await openStores(kind)
    const webhook = await add(stores.here)
    const kept = someDelivery(webhook, { expiresAt: NOW })
    await stores.here.webhookTurns.moveOn(await take(stores.here), 1, [
      kept,
      someDelivery(webhook, { expiresAt: NOW - 1 }),
    ])
    await stores.here.transaction(({ webhooks }) => webhooks.remove(webhook.id))
    expect(await stores.here.sweep(NOW)).toBe(1)
    expect(await countRows(stores.database, 'webhook_deliveries')).toBe(1)
    expect(await stores.here.sweep(NOW + 1)).toBe(1)
  })
})
