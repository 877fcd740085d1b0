import type { AdminWebhook, UpdateWebhookRequest } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { enabled, hostOf, type Webhook } from '../../model/webhook.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import type { WebhookRound } from '../../ports/webhook-sender.js'
import { type CheckWebhookUrlDeps, checkWebhookUrl } from './steps/check-webhook-url.js'
import { describeWebhook } from './steps/describe-webhook.js'
import { holdWebhook } from './steps/hold-webhook.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface UpdateWebhookDeps extends CheckWebhookUrlDeps {
  readonly storage: Transactions
  readonly webhookRound: WebhookRound
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Changes where events are sent to, which, and whether. One that is enabled again goes on where it stopped, at once.
 *
 * @throws AuthError `target_unknown`, `invalid_parameter`
 */
export const updateWebhook = async (
  deps: UpdateWebhookDeps,
  by: Operator,
  { id, patch }: { readonly id: string; readonly patch: UpdateWebhookRequest },
): Promise<AdminWebhook> => {
  const { url, events, description, state } = patch
  if (url !== undefined) checkWebhookUrl(deps, url)
  const updated = await deps.storage.transaction(async (stores) => {
    const webhook = await holdWebhook(deps, stores, { by, id })
    const now = deps.clock.now()
    const changed: Webhook = {
      ...inState(webhook, state, now),
      url: url ?? webhook.url,
      description: description ?? webhook.description,
      events: events === undefined ? webhook.events : [...new Set(events)],
    }
    await stores.webhooks.replace(changed)
    await noteAct(deps, stores, by, {
      action: 'webhook.updated',
      target: webhook.id,
      detail: { host: hostOf(changed), events: changed.events, state: changed.state },
    })
    return describeWebhook(changed, now)
  })
  deps.webhookRound.soon()
  return updated
}

const inState = (webhook: Webhook, state: UpdateWebhookRequest['state'], now: number): Webhook => {
  if (state === undefined || state === webhook.state) return webhook
  return state === 'enabled'
    ? enabled(webhook, now)
    : { ...webhook, state: 'paused', pausedBecause: 'operator' }
}
