import { describe, expect, test } from 'vitest'
import { NOW } from '../../test/fixtures/now.js'
import { someDelivery, someWebhook } from '../../test/fixtures/webhooks.js'
import { DAY, MINUTE, SECOND } from './time.js'
import { afterAttempt, enabled, type SendOutcome, type Webhook, type WebhookDelivery } from './webhook.js'

const webhook = someWebhook()
const delivery = someDelivery(webhook)
const DELIVERED: SendOutcome = { outcome: 'delivered', status: 204 }
const FAILED: SendOutcome = { outcome: 'failed', status: 500, detail: 'the receiver answered 500' }
const after = (
  sent: SendOutcome,
  given: { webhook?: Webhook; delivery?: WebhookDelivery; now?: number } = {},
) =>
  afterAttempt({ webhook: given.webhook ?? webhook, delivery: given.delivery ?? delivery }, sent, {
    now: given.now ?? NOW,
    chance: 1,
  })

describe('an attempt', () => {
  test('that arrived forgets all failures before it', () => {
    const failing = { ...webhook, failures: 12, failingSince: NOW - DAY, lastError: 'x' }
    const told = after(DELIVERED, { webhook: failing })
    expect(told.webhook).toEqual({ ...webhook, lastDeliveredAt: NOW })
    expect(told.delivery).toMatchObject({
      state: 'delivered',
      attempts: 1,
      nextAttemptAt: null,
      lastStatus: 204,
    })
    expect(told.delivery.expiresAt).toBe(NOW + 7 * DAY)
  })

  test('that failed gives its receiver time, and the delivery more', () => {
    const told = after(FAILED)
    expect(told.webhook).toMatchObject({ failures: 1, failingSince: NOW, nextAttemptAt: NOW + SECOND })
    expect(told.delivery).toMatchObject({ state: 'waiting', attempts: 1, nextAttemptAt: NOW + 6 * SECOND })
    const tenth = after(FAILED, { webhook: { ...webhook, failures: 1_000, failingSince: NOW } })
    expect(tenth.webhook.nextAttemptAt).toBe(NOW + 5 * MINUTE)
  })

  test.each([
    [
      'asks for more time than the schedule gives has it, for all that waits',
      '600',
      10 * MINUTE,
      10 * MINUTE,
    ],
    ['asks for less has what the schedule gives', '1', 6 * SECOND, SECOND],
    ['names a moment has until then', 'Sat, 21 Nov 2026 12:10:00 GMT', 10 * MINUTE, 10 * MINUTE],
    ['asks for a year has the longest pause there is', '31536000', DAY, DAY],
    [
      'names a moment that is over has what the schedule gives',
      'Sun, 22 Nov 2020 00:00:00 GMT',
      6 * SECOND,
      SECOND,
    ],
    ['says nothing that can be read has what the schedule gives', 'later', 6 * SECOND, SECOND],
  ])('whose receiver %s', (_, retryAfter, delivery, webhook) => {
    const told = after({ ...FAILED, retryAfter })
    expect(told.delivery.nextAttemptAt).toBe(NOW + delivery)
    expect(told.webhook.nextAttemptAt).toBe(NOW + webhook)
  })

  test('that was the last one is not tried again, whatever its receiver asks for', () => {
    const told = after({ ...FAILED, retryAfter: '60' }, { delivery: { ...delivery, attempts: 9 } })
    expect(told.delivery.nextAttemptAt).toBeNull()
  })

  test('is the last one of a delivery after its schedule, and says nothing of others', () => {
    const told = after(FAILED, { delivery: { ...delivery, attempts: 9 } })
    expect(told.delivery).toMatchObject({
      state: 'failed',
      attempts: 10,
      nextAttemptAt: null,
      lastStatus: 500,
    })
    expect(told.webhook.state).toBe('enabled')
  })

  test('after five days without any that arrived pauses the webhook', () => {
    const failing = { ...webhook, failures: 1_000, failingSince: NOW }
    expect(after(FAILED, { webhook: failing, now: NOW + 5 * DAY - 1 }).webhook.state).toBe('enabled')
    expect(after(FAILED, { webhook: failing, now: NOW + 5 * DAY }).webhook).toMatchObject({
      state: 'paused',
      pausedBecause: 'failing',
    })
  })

  test('that was answered 410 pauses it at once, and enabling begins anew', () => {
    const told = after({ outcome: 'gone', status: 410, detail: 'the receiver answered 410' })
    expect(told.webhook).toMatchObject({ state: 'paused', pausedBecause: 'gone' })
    expect(told.delivery).toMatchObject({ state: 'failed', nextAttemptAt: null })
    expect(enabled(told.webhook, NOW)).toEqual({ ...webhook, lastError: 'the receiver answered 410' })
  })
})
