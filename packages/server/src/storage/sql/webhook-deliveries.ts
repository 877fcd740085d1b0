import type { Kysely } from 'kysely'
import type { DeliveryId, WebhookId } from '../../model/ids.js'
import type { ListPlace } from '../../model/list-place.js'
import type { Millis } from '../../model/time.js'
import type { WebhookDelivery } from '../../model/webhook.js'
import type { WebhookDeliveries } from '../../ports/webhooks.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { Tables } from './tables.js'
import type { WebhookDeliveryRow } from './webhook-tables.js'

export const webhookDeliveriesOn = (connection: Connection): WebhookDeliveries => ({
  list: async (webhookId, { state, after, limit }) => {
    const { id, createdAt } = after ?? BEFORE_ALL
    const place = { webhookId, limit, id, createdAt: createdAt ?? 0 }
    const rows =
      state === undefined
        ? await connection.run(selectDeliveries, place)
        : await connection.run(selectDeliveriesOfState, { ...place, state })
    return rows.map(toDelivery)
  },
  retry: async (webhookId, id, now, keptUntil) =>
    (await connection.run(makeDue, { webhookId, id, now, keptUntil })).length > 0 ? 'due' : 'unknown',
})

/** The place before the youngest. */
const BEFORE_ALL: Pick<ListPlace, 'id' | 'createdAt'> = { id: 'z', createdAt: Number.MAX_SAFE_INTEGER }

export const toDelivery = (row: WebhookDeliveryRow): WebhookDelivery => ({
  id: row.id,
  webhookId: row.webhook_id,
  position: row.position,
  type: row.type,
  body: row.body,
  state: row.state,
  attempts: row.attempts,
  createdAt: row.created_at,
  lastAttemptAt: row.last_attempt_at,
  nextAttemptAt: row.next_attempt_at,
  lastStatus: row.last_status,
  lastError: row.last_error,
  expiresAt: row.expires_at,
})

export const toDeliveryRow = (delivery: WebhookDelivery): WebhookDeliveryRow => ({
  id: delivery.id,
  webhook_id: delivery.webhookId,
  position: delivery.position,
  type: delivery.type,
  body: delivery.body,
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: delivery.createdAt,
  last_attempt_at: delivery.lastAttemptAt,
  next_attempt_at: delivery.nextAttemptAt,
  last_status: delivery.lastStatus,
  last_error: delivery.lastError,
  expires_at: delivery.expiresAt,
})

/** What changes of a delivery. */
const changing = (given: WebhookDeliveryRow) => ({
  state: given.state,
  attempts: given.attempts,
  last_attempt_at: given.last_attempt_at,
  next_attempt_at: given.next_attempt_at,
  last_status: given.last_status,
  last_error: given.last_error,
  expires_at: given.expires_at,
})

export const insertDelivery = statement((db, given: WebhookDeliveryRow) =>
  db.insertInto('webhook_deliveries').values({
    ...changing(given),
    id: given.id,
    webhook_id: given.webhook_id,
    position: given.position,
    type: given.type,
    body: given.body,
    created_at: given.created_at,
  }),
)

/** Not when an operator has had it tried anew meanwhile. */
export const updateDelivery = statement((db, given: WebhookDeliveryRow & { before: number }) =>
  db
    .updateTable('webhook_deliveries')
    .set(changing(given))
    .where('id', '=', given.id)
    .where('attempts', '=', given.before),
)

interface Place {
  readonly webhookId: WebhookId
  readonly id: string
  readonly createdAt: Millis
  readonly limit: number
}

const behind = (db: Kysely<Tables>, { webhookId, id, createdAt, limit }: Place) =>
  db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(createdAt, id as DeliveryId)))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)

const selectDeliveries = statement((db, given: Place) => behind(db, given))

const selectDeliveriesOfState = statement((db, given: Place & { state: WebhookDelivery['state'] }) =>
  behind(db, given).where('state', '=', given.state),
)

const makeDue = statement(
  (db, given: { webhookId: WebhookId; id: DeliveryId; now: Millis; keptUntil: Millis }) =>
    db
      .updateTable('webhook_deliveries')
      .set({ state: 'waiting', attempts: 0, next_attempt_at: given.now, expires_at: given.keptUntil })
      .where('id', '=', given.id)
      .where('webhook_id', '=', given.webhookId)
      .returning('id'),
)
