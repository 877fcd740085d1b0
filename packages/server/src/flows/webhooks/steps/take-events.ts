import { ID_RANDOM_BYTES, newDeliveryId } from '../../../model/ids.js'
import { KEEP_DELIVERY, type WebhookDelivery } from '../../../model/webhook.js'
import { webhookEventOf } from '../../../model/webhook-event.js'
import type { AuditHistory } from '../../../ports/audit-history.js'
import type { Clock } from '../../../ports/clock.js'
import type { Secrets } from '../../../ports/secrets.js'
import type { HeldWebhook, WebhookTurns } from '../../../ports/webhooks.js'

export interface TakeEventsDeps {
  readonly auditHistory: Pick<AuditHistory, 'after' | 'newest'>
  readonly webhookTurns: WebhookTurns
  readonly secrets: Pick<Secrets, 'randomHex'>
  readonly clock: Clock
}

const MOST_AT_ONCE = 200
/** What waits beyond that stays where it is, in the history: a receiver that is away for long fills no table. */
const MOST_WAITING = 1_000

/**
 * Moves a webhook on, and keeps what it has asked for of what it passed.
 *
 * @returns undefined when it stays where it is
 */
export const takeEvents = async (
  deps: TakeEventsDeps,
  webhook: HeldWebhook,
): Promise<HeldWebhook | undefined> => {
  const { auditHistory, webhookTurns, secrets, clock } = deps
  const room = MOST_WAITING - (await webhookTurns.countWaiting(webhook.id, MOST_WAITING))
  if (room === 0) return undefined
  const entries = await auditHistory.after(webhook.position, Math.min(room, MOST_AT_ONCE))
  const last = entries.at(-1)
  if (last === undefined) return undefined
  const now = clock.now()
  const deliveries = entries.flatMap((entry): readonly WebhookDelivery[] => {
    const event = webhookEventOf(entry)
    if (event === undefined || !webhook.events.includes(event.type)) return []
    return [
      {
        id: newDeliveryId(now, secrets.randomHex(ID_RANDOM_BYTES)),
        webhookId: webhook.id,
        position: entry.position,
        type: event.type,
        body: JSON.stringify(event),
        state: 'waiting',
        attempts: 0,
        createdAt: entry.occurredAt,
        lastAttemptAt: null,
        nextAttemptAt: now,
        lastStatus: null,
        lastError: null,
        expiresAt: now + KEEP_DELIVERY,
      },
    ]
  })
  return webhookTurns.moveOn(webhook, last.position, deliveries)
}
