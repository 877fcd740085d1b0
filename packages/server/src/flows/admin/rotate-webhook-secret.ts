import type { RotateWebhookSecretRequest, WebhookWithSecret } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { SECOND } from '../../model/time.js'
import type { Webhook } from '../../model/webhook.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Transactions } from '../../ports/storage.js'
import { WEBHOOK_SECRET } from '../webhooks/steps/secrets-of.js'
import { describeWebhook } from './steps/describe-webhook.js'
import { holdWebhook } from './steps/hold-webhook.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RotateWebhookSecretDeps {
  readonly storage: Transactions
  readonly newWebhookSecret: () => string
  readonly roles: Roles
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Gives a webhook another secret, which is in this answer and nowhere else. What is sent is signed with the one of now too, for as long as is said;
 * with one before that no more.
 *
 * @throws AuthError `target_unknown`
 */
export const rotateWebhookSecret = (
  deps: RotateWebhookSecretDeps,
  by: Operator,
  request: RotateWebhookSecretRequest & { readonly id: string },
): Promise<WebhookWithSecret> => {
  const { id, formerSignsFor, reason } = request
  const secret = deps.newWebhookSecret()
  return deps.storage.transaction(async (stores) => {
    const webhook = await holdWebhook(deps, stores, { by, id })
    const now = deps.clock.now()
    const changed: Webhook = {
      ...webhook,
      sealedSecret: deps.secrets.seal(WEBHOOK_SECRET, secret),
      formerSecret:
        formerSignsFor === 0 ? null : { sealed: webhook.sealedSecret, until: now + formerSignsFor * SECOND },
    }
    await stores.webhooks.replace(changed)
    await noteAct(deps, stores, by, {
      action: 'webhook.updated',
      target: webhook.id,
      reason,
      detail: { rotated: true, formerSignsFor },
    })
    return { webhook: describeWebhook(changed, now), secret }
  })
}
