import type { DeliveryId, WebhookId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { Webhook, WebhookDelivery } from '../../model/webhook.js'

/** Where events are sent to, and what is sent there. */
export interface WebhookTables {
  webhooks: WebhookRow
  webhook_deliveries: WebhookDeliveryRow
}

export interface WebhookRow {
  id: WebhookId
  url: string
  description: string
  /** JSON, a list of types. */
  events: string
  state: Webhook['state']
  paused_because: Webhook['pausedBecause']
  position: number
  sealed_secret: string
  former_sealed_secret: string | null
  former_until: Millis | null
  failures: number
  failing_since: Millis | null
  next_attempt_at: Millis
  last_error: string | null
  last_delivered_at: Millis | null
  /** Grows each time a process takes it. */
  lease: number
  leased_until: Millis
  created_at: Millis
}

export interface WebhookDeliveryRow {
  id: DeliveryId
  webhook_id: WebhookId
  position: number
  type: WebhookDelivery['type']
  body: string
  state: WebhookDelivery['state']
  attempts: number
  created_at: Millis
  last_attempt_at: Millis | null
  next_attempt_at: Millis | null
  last_status: number | null
  last_error: string | null
  expires_at: Millis
}
