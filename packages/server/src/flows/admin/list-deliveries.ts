import { type AdminDeliveryList, AuthError } from '@latchkey/contract'
import { writeListPlace } from '../../model/list-place.js'
import type { WebhookDelivery } from '../../model/webhook.js'
import type { WebhookDeliveries, Webhooks } from '../../ports/webhooks.js'
import { describeDelivery } from './steps/describe-webhook.js'
import { readWebhookId } from './steps/hold-webhook.js'
import { readCursor } from './steps/read-cursor.js'

export interface ListDeliveriesDeps {
  readonly webhooks: Pick<Webhooks, 'find'>
  readonly webhookDeliveries: Pick<WebhookDeliveries, 'list'>
}

/** What was sent to a webhook and what waits, the youngest first. @throws AuthError `target_unknown`, `invalid_parameter` */
export const listDeliveries = async (
  { webhooks, webhookDeliveries }: ListDeliveriesDeps,
  asked: {
    readonly id: string
    readonly state: WebhookDelivery['state'] | undefined
    readonly cursor: string | undefined
    readonly limit: number
  },
): Promise<AdminDeliveryList> => {
  const id = readWebhookId(asked.id)
  const after = readCursor(asked.cursor, 'created')
  if ((await webhooks.find(id)) === undefined) throw new AuthError('target_unknown')
  const { state, limit } = asked
  // One more than there is room for: whether there is a next page.
  const found = await webhookDeliveries.list(id, { state, after, limit: limit + 1 })
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return {
    items: items.map(describeDelivery),
    next:
      last === undefined || found.length <= limit
        ? null
        : writeListPlace({ id: last.id, createdAt: last.createdAt, word: null }),
  }
}
