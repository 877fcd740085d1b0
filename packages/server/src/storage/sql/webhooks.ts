import { WEBHOOK_EVENT_TYPES } from '@latchkey/contract'
import type { WebhookId } from '../../model/ids.js'
import type { Webhook } from '../../model/webhook.js'
import type { HeldWebhook, Webhooks } from '../../ports/webhooks.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { WebhookRow } from './webhook-tables.js'

export const webhooksOn = (connection: Connection): Webhooks => ({
  list: async () => (await connection.run(selectWebhooks, {})).map(toWebhook),
  find: async (id) => (await connection.run(selectWebhook, { id })).map(toWebhook)[0],
  // Two in the same moment may make one more than there may be, which harms nobody.
  add: async (webhook, most) => {
    const [row] = await connection.run(countWebhooks, {})
    if (Number(row?.count ?? 0) >= most) return 'limit-reached'
    await connection.run(insertWebhook, toRow(webhook))
    return 'added'
  },
  hold: async (id) => {
    const select = connection.dialect.locksRows ? selectWebhookForUpdate : selectWebhook
    return (await connection.run(select, { id })).map(toWebhook)[0]
  },
  replace: async (webhook) => {
    await connection.run(updateWebhook, toRow(webhook))
  },
  remove: async (id) => {
    await connection.run(deleteWebhook, { id })
  },
})

const toWebhook = (row: WebhookRow): Webhook => {
  const asked: readonly string[] = JSON.parse(row.events)
  return {
    id: row.id,
    url: row.url,
    description: row.description,
    events: WEBHOOK_EVENT_TYPES.filter((type) => asked.includes(type)),
    state: row.state,
    pausedBecause: row.paused_because,
    position: row.position,
    sealedSecret: row.sealed_secret,
    formerSecret:
      row.former_sealed_secret === null || row.former_until === null
        ? null
        : { sealed: row.former_sealed_secret, until: row.former_until },
    failures: row.failures,
    failingSince: row.failing_since,
    nextAttemptAt: row.next_attempt_at,
    lastError: row.last_error,
    lastDeliveredAt: row.last_delivered_at,
    createdAt: row.created_at,
  }
}

export const toHeld = (row: WebhookRow): HeldWebhook => ({ ...toWebhook(row), lease: row.lease })

const toRow = (webhook: Webhook): Omit<WebhookRow, 'lease' | 'leased_until'> => ({
  id: webhook.id,
  url: webhook.url,
  description: webhook.description,
  events: JSON.stringify(webhook.events),
  state: webhook.state,
  paused_because: webhook.pausedBecause,
  position: webhook.position,
  sealed_secret: webhook.sealedSecret,
  former_sealed_secret: webhook.formerSecret?.sealed ?? null,
  former_until: webhook.formerSecret?.until ?? null,
  failures: webhook.failures,
  failing_since: webhook.failingSince,
  next_attempt_at: webhook.nextAttemptAt,
  last_error: webhook.lastError,
  last_delivered_at: webhook.lastDeliveredAt,
  created_at: webhook.createdAt,
})

type Given = ReturnType<typeof toRow>

const selectWebhooks = statement((db) => db.selectFrom('webhooks').selectAll().orderBy('id'))

const selectWebhook = statement((db, given: { id: WebhookId }) =>
  db.selectFrom('webhooks').selectAll().where('id', '=', given.id),
)

const selectWebhookForUpdate = statement((db, given: { id: WebhookId }) =>
  db.selectFrom('webhooks').selectAll().where('id', '=', given.id).forUpdate(),
)

const countWebhooks = statement((db) =>
  db.selectFrom('webhooks').select((row) => row.fn.countAll<number>().as('count')),
)

/** What changes of a webhook, but for where it stands. */
const changing = (given: Given) => ({
  url: given.url,
  description: given.description,
  events: given.events,
  state: given.state,
  paused_because: given.paused_because,
  sealed_secret: given.sealed_secret,
  former_sealed_secret: given.former_sealed_secret,
  former_until: given.former_until,
  failures: given.failures,
  failing_since: given.failing_since,
  next_attempt_at: given.next_attempt_at,
  last_error: given.last_error,
})

const insertWebhook = statement((db, given: Given) =>
  db.insertInto('webhooks').values({
    ...changing(given),
    id: given.id,
    position: given.position,
    last_delivered_at: given.last_delivered_at,
    lease: 0,
    leased_until: 0,
    created_at: given.created_at,
  }),
)

const updateWebhook = statement((db, given: Given) =>
  db.updateTable('webhooks').set(changing(given)).where('id', '=', given.id),
)

const deleteWebhook = statement((db, given: { id: WebhookId }) =>
  db.deleteFrom('webhooks').where('id', '=', given.id),
)
