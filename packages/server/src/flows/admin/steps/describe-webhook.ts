import type { AdminDelivery, AdminWebhook } from '@latchkey/contract'
import { type Millis, toMoment, toMomentOrNull } from '../../../model/time.js'
import type { Webhook, WebhookDelivery } from '../../../model/webhook.js'

/** A webhook as operators see it; of its secrets only that there is a former one. */
export const describeWebhook = (webhook: Webhook, now: Millis): AdminWebhook => {
  const until = webhook.formerSecret?.until ?? 0
  return {
    id: webhook.id,
    url: webhook.url,
    description: webhook.description,
    events: [...webhook.events],
    state: webhook.state,
    pausedBecause: webhook.pausedBecause,
    failingSince: toMomentOrNull(webhook.failingSince),
    lastError: webhook.lastError,
    lastDeliveredAt: toMomentOrNull(webhook.lastDeliveredAt),
    formerSecretUntil: toMomentOrNull(until > now ? until : null),
    createdAt: toMoment(webhook.createdAt),
  }
}

/** Something that was sent, or is to be. */
export const describeDelivery = (delivery: WebhookDelivery): AdminDelivery => ({
  id: delivery.id,
  type: delivery.type,
  body: delivery.body,
  state: delivery.state,
  attempts: delivery.attempts,
  createdAt: toMoment(delivery.createdAt),
  lastAttemptAt: toMomentOrNull(delivery.lastAttemptAt),
  nextAttemptAt: toMomentOrNull(delivery.nextAttemptAt),
  lastStatus: delivery.lastStatus,
  lastError: delivery.lastError,
})
