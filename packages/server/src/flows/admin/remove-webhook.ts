import type { Roles } from '../../model/roles.js'
import { hostOf } from '../../model/webhook.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { holdWebhook } from './steps/hold-webhook.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RemoveWebhookDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** From now on nothing is sent there; what waited is not sent either. @throws AuthError `target_unknown` */
export const removeWebhook = (
  deps: RemoveWebhookDeps,
  by: Operator,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> =>
  deps.storage.transaction(async (stores) => {
    const webhook = await holdWebhook(deps, stores, { by, id })
    await stores.webhooks.remove(webhook.id)
    await noteAct(deps, stores, by, {
      action: 'webhook.removed',
      target: webhook.id,
      reason,
      detail: { host: hostOf(webhook) },
    })
  })
