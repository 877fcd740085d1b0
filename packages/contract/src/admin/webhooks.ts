import { z } from 'zod'
import { moment } from '../moment.js'
import { WEBHOOK_EVENT_TYPES } from '../webhook-events.js'
import { pageOf, pageQuery, reason } from './parts.js'

const LONGEST_URL = 2_000
const LONGEST_DESCRIPTION = 200

/** Printable ASCII: what a URL is made of when it is written out. */
const url = z
  .string()
  .max(LONGEST_URL)
  .regex(/^[\x21-\x7e]+$/)
const description = z
  .string()
  .max(LONGEST_DESCRIPTION)
  .refine((text) => !/[\p{Cc}\p{Cs}]/u.test(text))
const eventType = z.enum(WEBHOOK_EVENT_TYPES)
const events = z.array(eventType).min(1).max(WEBHOOK_EVENT_TYPES.length)
const webhookState = z.enum(['enabled', 'paused'])

/** Where events are sent to. Its secret is in no answer but the one that made it. */
export const adminWebhook = z.object({
  /** `whk_…` */
  id: z.string(),
  /** `https://receiver.example/…` for who may not change webhooks: the rest of an address often lets in. */
  url: z.string(),
  description: z.string(),
  events: z.array(eventType),
  state: webhookState,
  /** `gone`: it answered 410. `failing`: nothing arrived for days. Null while it is enabled. */
  pausedBecause: z.enum(['operator', 'gone', 'failing']).nullable(),
  /** Since when nothing has arrived; null when what was sent last did. */
  failingSince: moment.nullable(),
  /** What was wrong with what was sent last. */
  lastError: z.string().nullable(),
  lastDeliveredAt: moment.nullable(),
  /** Until when what is sent is signed with the secret before, too. */
  formerSecretUntil: moment.nullable(),
  createdAt: moment,
})
export type AdminWebhook = z.infer<typeof adminWebhook>

/** `GET /admin/api/webhooks`: all of them, the oldest first. */
export const adminWebhookList = z.object({ items: z.array(adminWebhook), next: z.null() })
export type AdminWebhookList = z.infer<typeof adminWebhookList>

/** `POST /admin/api/webhooks`. It is told of what happens from now on. */
export const createWebhookRequest = z.strictObject({ url, events, description: description.optional() })
export type CreateWebhookRequest = z.infer<typeof createWebhookRequest>

/** A webhook, and its secret (`whsec_…`): shown this once. */
export const webhookWithSecret = z.object({ webhook: adminWebhook, secret: z.string() })
export type WebhookWithSecret = z.infer<typeof webhookWithSecret>

/** `PATCH /admin/api/webhooks/:id`. What is there replaces what was. */
export const updateWebhookRequest = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  description: description.optional(),
  /** `enabled`: it goes on where it stopped. */
  state: webhookState.optional(),
})
export type UpdateWebhookRequest = z.infer<typeof updateWebhookRequest>

const LONGEST_OVERLAP_IN_SECONDS = 30 * 24 * 60 * 60
/** `POST /admin/api/webhooks/:id/rotate-secret`. */
export const rotateWebhookSecretRequest = z.strictObject({
  /** For how many seconds what is sent is signed with the secret of now, too; 0 for one that has leaked. */
  formerSignsFor: z.number().int().min(0).max(LONGEST_OVERLAP_IN_SECONDS),
  reason,
})
export type RotateWebhookSecretRequest = z.infer<typeof rotateWebhookSecretRequest>

/** `POST /admin/api/webhooks/:id/test`: what became of a `webhook.test`. */
export const webhookTestResult = z.object({
  delivered: z.boolean(),
  /** What the receiver answered; null when it answered nothing. */
  status: z.number().nullable(),
  /** Why it does not count as delivered. */
  error: z.string().nullable(),
})
export type WebhookTestResult = z.infer<typeof webhookTestResult>

const deliveryState = z.enum(['waiting', 'delivered', 'failed'])

/** An event on its way to a webhook, or there, or given up. */
export const adminDelivery = z.object({
  /** `msg_…`: the `webhook-id` it is sent with, each time. */
  id: z.string(),
  type: eventType,
  /** The body it is sent with. */
  body: z.string(),
  state: deliveryState,
  /** How often it was sent. */
  attempts: z.number(),
  createdAt: moment,
  lastAttemptAt: moment.nullable(),
  /** Null when it is not sent again by itself. */
  nextAttemptAt: moment.nullable(),
  /** What the receiver answered last; null when it answered nothing. */
  lastStatus: z.number().nullable(),
  lastError: z.string().nullable(),
})
export type AdminDelivery = z.infer<typeof adminDelivery>

/** `GET /admin/api/webhooks/:id/deliveries`, the youngest first. */
export const adminDeliveryList = pageOf(adminDelivery)
export type AdminDeliveryList = z.infer<typeof adminDeliveryList>

export const adminDeliveryQuery = z.strictObject({ ...pageQuery, state: deliveryState.optional() })
