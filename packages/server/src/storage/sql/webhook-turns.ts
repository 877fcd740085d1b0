import type { Kysely } from 'kysely'
import type { WebhookId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { WebhookTurns } from '../../ports/webhooks.js'
import type { Database } from './database.js'
import { statement } from './statement.js'
import type { Tables } from './tables.js'
import { takeDue } from './take-due.js'
import { insertDelivery, toDelivery, toDeliveryRow, updateDelivery } from './webhook-deliveries.js'
import type { WebhookRow } from './webhook-tables.js'
import { toHeld } from './webhooks.js'

export const webhookTurnsOn = (database: Database): WebhookTurns => ({
  claim: async (limit, newest, now, until) =>
    (await takeDueWebhooks(database, { limit, newest, now, until })).map(toHeld),
  moveOn: ({ id, lease }, position, deliveries) =>
    database.transaction(async (connection) => {
      const [moved] = await connection.run(updatePosition, { id, lease, position })
      if (moved === undefined) return undefined
      for (const delivery of deliveries) await connection.run(insertDelivery, toDeliveryRow(delivery))
      return toHeld(moved)
    }),
  countWaiting: async (id, most) => (await database.run(selectWaiting, { id, most })).length,
  due: async (id, now, limit) => (await database.run(selectDue, { id, now, limit })).map(toDelivery),
  settle: ({ lease, url }, { delivery, webhook }, until) =>
    database.transaction(async (connection) => {
      await connection.run(updateDelivery, { ...toDeliveryRow(delivery), before: delivery.attempts - 1 })
      const [row] = await connection.run(updateHeld, {
        id: webhook.id,
        lease,
        url,
        state: webhook.state,
        pausedBecause: webhook.pausedBecause,
        failures: webhook.failures,
        failingSince: webhook.failingSince,
        nextAttemptAt: webhook.nextAttemptAt,
        lastError: webhook.lastError,
        lastDeliveredAt: webhook.lastDeliveredAt,
        until,
      })
      return row === undefined || row.state === 'paused' ? undefined : toHeld(row)
    }),
  release: async ({ id, lease }, nextAttemptAt) => {
    if (nextAttemptAt === undefined) await database.run(releaseWebhook, { id, lease })
    else await database.run(releaseWebhookUntil, { id, lease, nextAttemptAt })
  },
})

interface Claim {
  readonly limit: number
  readonly newest: number
  readonly now: Millis
  readonly until: Millis
}

const dueWebhooks = (db: Kysely<Tables>, { limit, newest, now }: Claim) =>
  db
    .selectFrom('webhooks')
    .select('id')
    .where('state', '=', 'enabled')
    .where('leased_until', '<=', now)
    .where('next_attempt_at', '<=', now)
    .where((row) =>
      row.or([
        row('position', '<', newest),
        row.exists(
          row
            .selectFrom('webhook_deliveries')
            .select('webhook_deliveries.id')
            .whereRef('webhook_deliveries.webhook_id', '=', 'webhooks.id')
            .where('webhook_deliveries.next_attempt_at', '<=', now),
        ),
      ]),
    )
    // Who had a turn last waits longest.
    .orderBy('leased_until')
    .limit(limit)

const takeDueWebhooks = takeDue({ table: 'webhooks', count: 'lease', until: 'leased_until' }, dueWebhooks)

interface Held {
  readonly id: WebhookId
  readonly lease: number
}

/** Never back: whoever held it before has written what it has taken. */
const updatePosition = statement((db, given: Held & { position: number }) =>
  db
    .updateTable('webhooks')
    .set({ position: given.position })
    .where('id', '=', given.id)
    .where('lease', '=', given.lease)
    .where('state', '=', 'enabled')
    .where('position', '<', given.position)
    .returningAll(),
)

export const selectWaiting = statement((db, given: { id: WebhookId; most: number }) =>
  db
    .selectFrom('webhook_deliveries')
    .select('id')
    .where('webhook_id', '=', given.id)
    .where('next_attempt_at', 'is not', null)
    .limit(given.most),
)

export const selectDue = statement((db, given: { id: WebhookId; now: Millis; limit: number }) =>
  db
    .selectFrom('webhook_deliveries')
    .selectAll()
    .where('webhook_id', '=', given.id)
    .where('next_attempt_at', '<=', given.now)
    .orderBy('next_attempt_at')
    .orderBy('position')
    .limit(given.limit),
)

interface Settled extends Held {
  readonly url: string
  readonly state: WebhookRow['state']
  readonly pausedBecause: WebhookRow['paused_because']
  readonly failures: number
  readonly failingSince: Millis | null
  readonly nextAttemptAt: Millis
  readonly lastError: string | null
  readonly lastDeliveredAt: Millis | null
  readonly until: Millis
}

/** Not when an operator has paused it or named another address: what was answered says nothing of that. */
const updateHeld = statement((db, given: Settled) =>
  db
    .updateTable('webhooks')
    .set({
      state: given.state,
      paused_because: given.pausedBecause,
      failures: given.failures,
      failing_since: given.failingSince,
      next_attempt_at: given.nextAttemptAt,
      last_error: given.lastError,
      last_delivered_at: given.lastDeliveredAt,
      leased_until: given.until,
    })
    .where('id', '=', given.id)
    .where('lease', '=', given.lease)
    .where('url', '=', given.url)
    .where('state', '=', 'enabled')
    .returningAll(),
)

const releaseWebhook = statement((db, given: Held) =>
  db
    .updateTable('webhooks')
    .set({ leased_until: 0 })
    .where('id', '=', given.id)
    .where('lease', '=', given.lease),
)

const releaseWebhookUntil = statement((db, given: Held & { nextAttemptAt: Millis }) =>
  db
    .updateTable('webhooks')
    .set({ leased_until: 0, next_attempt_at: given.nextAttemptAt })
    .where('id', '=', given.id)
    .where('lease', '=', given.lease),
)
