import { AuthError } from '@latchkey/contract'
import { parseDeliveryId } from '../../model/ids.js'
import type { Roles } from '../../model/roles.js'
import { KEEP_DELIVERY } from '../../model/webhook.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import type { WebhookRound } from '../../ports/webhook-sender.js'
import { holdWebhook } from './steps/hold-webhook.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RetryDeliveryDeps {
  readonly storage: Transactions
  readonly webhookRound: WebhookRound
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Has an event sent now, under the same id: one that waits, one that was given up, and one that arrived and was lost there. Where the webhook is
 * paused it waits until that is enabled.
 *
 * @throws AuthError `target_unknown`
 */
export const retryDelivery = async (
  deps: RetryDeliveryDeps,
  by: Operator,
  asked: { readonly id: string; readonly delivery: string },
): Promise<void> => {
  const id = parseDeliveryId(asked.delivery)
  if (id === undefined) throw new AuthError('target_unknown')
  await deps.storage.transaction(async (stores) => {
    const webhook = await holdWebhook(deps, stores, { by, id: asked.id })
    const now = deps.clock.now()
    if ((await stores.webhookDeliveries.retry(webhook.id, id, now, now + KEEP_DELIVERY)) === 'unknown')
      throw new AuthError('target_unknown', { detail: id })
    await stores.webhooks.replace({ ...webhook, nextAttemptAt: now })
    await noteAct(deps, stores, by, {
      action: 'webhook.updated',
      target: webhook.id,
      detail: { retried: id },
    })
  })
  deps.webhookRound.soon()
}
