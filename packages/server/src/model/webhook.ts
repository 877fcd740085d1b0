import type { WebhookEventType } from '@latchkey/contract'
import type { DeliveryId, WebhookId } from './ids.js'
import { pauseAfterFailures } from './push-schedule.js'
import { DAY, MINUTE, type Millis } from './time.js'
import { nextAttemptAfter, timeAskedFor } from './webhook-schedule.js'

/** Where events are sent to. */
export interface Webhook {
  readonly id: WebhookId
  readonly url: string
  readonly description: string
  readonly events: readonly WebhookEventType[]
  readonly state: 'enabled' | 'paused'
  readonly pausedBecause: 'operator' | 'gone' | 'failing' | null
  /** What it is told of stands behind this place of the audit history. */
  readonly position: number
  readonly sealedSecret: string
  /** What is sent is signed with it too, until then. */
  readonly formerSecret: { readonly sealed: string; readonly until: Millis } | null
  /** One after another, whatever was sent. */
  readonly failures: number
  readonly failingSince: Millis | null
  /** Nothing is sent before: its receiver is given time. */
  readonly nextAttemptAt: Millis
  readonly lastError: string | null
  readonly lastDeliveredAt: Millis | null
  readonly createdAt: Millis
}

/** An event for one webhook. */
export interface WebhookDelivery {
  /** The `webhook-id` it goes out with, each time. */
  readonly id: DeliveryId
  readonly webhookId: WebhookId
  /** Of the event in the audit history. */
  readonly position: number
  readonly type: WebhookEventType
  readonly body: string
  readonly state: 'waiting' | 'delivered' | 'failed'
  readonly attempts: number
  /** When it happened. */
  readonly createdAt: Millis
  readonly lastAttemptAt: Millis | null
  /** Null when it is not sent again by itself. */
  readonly nextAttemptAt: Millis | null
  readonly lastStatus: number | null
  readonly lastError: string | null
  /** When the row goes, whatever became of it. */
  readonly expiresAt: Millis
}

/** What became of something that was sent. `status` is null when nothing was answered. */
export type SendOutcome =
  | { readonly outcome: 'delivered'; readonly status: number }
  /** 410: nothing is to be sent there any more. */
  | { readonly outcome: 'gone'; readonly status: number; readonly detail: string }
  | {
      readonly outcome: 'failed'
      readonly status: number | null
      readonly detail: string
      /** When it wants to be asked again, as it wrote that. */
      readonly retryAfter?: string | undefined
    }

/** More than one service has, and few enough to be looked at each time. */
export const MOST_WEBHOOKS = 50
/** How long a delivery that arrived can be looked at. */
const KEEP_DELIVERED = 7 * DAY
/** How long one that did not can be. */
export const KEEP_DELIVERY = 30 * DAY
/** A receiver that took nothing for so long is not sent anything more. */
const FAILING_FOR: Millis = 5 * DAY
/** However long a receiver has been away, it is tried so often. */
const LONGEST_PAUSE = 5 * MINUTE

/** What an attempt says of the delivery and of its webhook. */
export interface Attempted {
  readonly delivery: WebhookDelivery
  readonly webhook: Webhook
}

/**
 * Both after an attempt. A receiver that fails is given time before anything else is sent there, and the delivery waits by a schedule of its own,
 * so that one which is refused each time holds up no other. A receiver that asks for more time has it.
 *
 * @param chance from 0 to 1
 */
export const afterAttempt = (
  { delivery, webhook }: Attempted,
  sent: SendOutcome,
  { now, chance }: { readonly now: Millis; readonly chance: number },
): Attempted => {
  const attempts = delivery.attempts + 1
  const tried = { ...delivery, attempts, lastAttemptAt: now, lastStatus: sent.status }
  if (sent.outcome === 'delivered')
    return {
      delivery: {
        ...tried,
        state: 'delivered',
        nextAttemptAt: null,
        lastError: null,
        expiresAt: now + KEEP_DELIVERED,
      },
      webhook: { ...webhook, failures: 0, failingSince: null, lastError: null, lastDeliveredAt: now },
    }
  const notBefore = sent.outcome === 'gone' ? now : timeAskedFor(sent.retryAfter, now)
  const scheduled = sent.outcome === 'gone' ? null : nextAttemptAfter(attempts, { now, chance })
  const nextAttemptAt = scheduled === null ? null : Math.max(scheduled, notBefore)
  const failures = webhook.failures + 1
  const failingSince = webhook.failingSince ?? now
  const pausedBecause =
    sent.outcome === 'gone' ? 'gone' : now - failingSince >= FAILING_FOR ? 'failing' : null
  return {
    delivery: {
      ...tried,
      state: nextAttemptAt === null ? 'failed' : 'waiting',
      nextAttemptAt,
      lastError: sent.detail,
    },
    webhook: {
      ...webhook,
      ...(pausedBecause !== null && { state: 'paused', pausedBecause }),
      failures,
      failingSince,
      nextAttemptAt: Math.max(notBefore, now + Math.min(pauseAfterFailures(failures, chance), LONGEST_PAUSE)),
      lastError: sent.detail,
    },
  }
}

/** A webhook that is to be sent to again, from where it stopped. */
export const enabled = (webhook: Webhook, now: Millis): Webhook => ({
  ...webhook,
  state: 'enabled',
  pausedBecause: null,
  failures: 0,
  failingSince: null,
  nextAttemptAt: now,
})

/** Whose server it is: the rest of an address may be a secret of its own, and stands in no history. */
export const hostOf = ({ url }: Pick<Webhook, 'url'>): string => /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? ''

/** The address as those see it who may not know the rest: `https://receiver.example/…` */
export const withoutPath = ({ url }: Pick<Webhook, 'url'>): string =>
  url.replace(/^(https?:\/\/[^/?#]*).*$/is, '$1/…')
