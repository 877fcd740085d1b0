import { AuthError, type CreateWebhookRequest, type WebhookWithSecret } from '@latchkey/contract'
import { ID_RANDOM_BYTES, newWebhookId } from '../../model/ids.js'
import type { Roles } from '../../model/roles.js'
import { hostOf, MOST_WEBHOOKS, type Webhook } from '../../model/webhook.js'
import type { AuditHistory } from '../../ports/audit-history.js'
import type { Clock } from '../../ports/clock.js'
import type { RequestClaim } from '../../ports/kept-answers.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Transactions } from '../../ports/storage.js'
import { WEBHOOK_SECRET } from '../webhooks/steps/secrets-of.js'
import { type CheckWebhookUrlDeps, checkWebhookUrl } from './steps/check-webhook-url.js'
import { describeWebhook } from './steps/describe-webhook.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'
import { settleRequest } from './steps/settle-request.js'

export interface CreateWebhookDeps extends CheckWebhookUrlDeps {
  readonly storage: Transactions
  readonly auditHistory: Pick<AuditHistory, 'newest'>
  /** `whsec_…` */
  readonly newWebhookSecret: () => string
  readonly roles: Roles
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Makes a webhook: it is told of what happens from now on. Its secret is in this answer and nowhere else.
 *
 * @throws AuthError `invalid_parameter`, `webhook_limit_reached`
 */
export const createWebhook = async (
  deps: CreateWebhookDeps,
  by: Operator,
  { wish, claim }: { readonly wish: CreateWebhookRequest; readonly claim: RequestClaim | undefined },
): Promise<WebhookWithSecret> => {
  const { url, events, description = '' } = wish
  checkWebhookUrl(deps, url)
  const secret = deps.newWebhookSecret()
  const position = await deps.auditHistory.newest()
  const now = deps.clock.now()
  const webhook: Webhook = {
    id: newWebhookId(now, deps.secrets.randomHex(ID_RANDOM_BYTES)),
    url,
    description,
    events: [...new Set(events)],
    state: 'enabled',
    pausedBecause: null,
    position,
    sealedSecret: deps.secrets.seal(WEBHOOK_SECRET, secret),
    formerSecret: null,
    failures: 0,
    failingSince: null,
    nextAttemptAt: now,
    lastError: null,
    lastDeliveredAt: null,
    createdAt: now,
  }
  return deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    if ((await stores.webhooks.add(webhook, MOST_WEBHOOKS)) === 'limit-reached')
      throw new AuthError('webhook_limit_reached')
    await noteAct(deps, stores, by, {
      action: 'webhook.created',
      target: webhook.id,
      detail: { host: hostOf(webhook), events: webhook.events },
    })
    const body: WebhookWithSecret = { webhook: describeWebhook(webhook, now), secret }
    await settleRequest(deps, stores, { claim, body })
    return body
  })
}
