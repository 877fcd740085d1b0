import type { DeliveryId, WebhookId } from '../model/ids.js'
import type { ListPlace } from '../model/list-place.js'
import type { Millis } from '../model/time.js'
import type { Attempted, Webhook, WebhookDelivery } from '../model/webhook.js'

/** Where events are sent to. */
export interface Webhooks {
  /** All of them, the oldest first. */
  list(): Promise<readonly Webhook[]>
  find(id: WebhookId): Promise<Webhook | undefined>
  /** @param most how many there may be */
  add(webhook: Webhook, most: number): Promise<'added' | 'limit-reached'>
  /** Inside a transaction: nobody changes or removes it until that ends. */
  hold(id: WebhookId): Promise<Webhook | undefined>
  /** Everything about a webhook that is held, but where it stands. */
  replace(webhook: Webhook): Promise<void>
  remove(id: WebhookId): Promise<void>
}

/** A webhook that one process works on. Another one takes it after its time is over; from then on nothing is written for the first. */
export interface HeldWebhook extends Webhook {
  readonly lease: number
}

/** Work on webhooks, by one process each. */
export interface WebhookTurns {
  /** Takes webhooks that have something before them and that nobody has taken, until then. */
  claim(limit: number, newest: number, now: Millis, until: Millis): Promise<readonly HeldWebhook[]>
  /** Moves a webhook on, and keeps what it is to be sent on the way: both or neither. @returns undefined when it is not held any more */
  moveOn(
    webhook: HeldWebhook,
    position: number,
    deliveries: readonly WebhookDelivery[],
  ): Promise<HeldWebhook | undefined>
  /** How many deliveries wait. @param most to count */
  countWaiting(id: WebhookId, most: number): Promise<number>
  /** What is to be sent by now, the longest due first. */
  due(id: WebhookId, now: Millis, limit: number): Promise<readonly WebhookDelivery[]>
  /**
   * Writes what became of an attempt.
   *
   * @param until how much longer it is held
   * @returns the webhook as it is now; undefined when it is not held any more, or was paused, changed or removed meanwhile
   */
  settle(webhook: HeldWebhook, after: Attempted, until: Millis): Promise<HeldWebhook | undefined>
  /** Lets others have it. @param nextAttemptAt not before then; undefined: as it stands */
  release(webhook: HeldWebhook, nextAttemptAt: Millis | undefined): Promise<void>
}

/** Which deliveries of a webhook. */
export interface DeliveryWish {
  readonly state: WebhookDelivery['state'] | undefined
  readonly after: ListPlace | null
  readonly limit: number
}

/** What was sent, and what waits, for operators to look at. */
export interface WebhookDeliveries {
  /** The youngest first. */
  list(id: WebhookId, wish: DeliveryWish): Promise<readonly WebhookDelivery[]>
  /** Has one sent now, whatever became of it, and by the schedule again if need be. @param keptUntil when it goes */
  retry(webhookId: WebhookId, id: DeliveryId, now: Millis, keptUntil: Millis): Promise<'due' | 'unknown'>
}
