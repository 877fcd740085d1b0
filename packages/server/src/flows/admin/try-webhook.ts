import { AuthError, WEBHOOK_TEST, type WebhookEvent, type WebhookTestResult } from '@latchkey/contract'
import { ID_RANDOM_BYTES, newDeliveryId } from '../../model/ids.js'
import { toMoment } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { WebhookSender } from '../../ports/webhook-sender.js'
import type { Webhooks } from '../../ports/webhooks.js'
import { secretsOf } from '../webhooks/steps/secrets-of.js'
import { readWebhookId } from './steps/hold-webhook.js'

export interface TryWebhookDeps {
  readonly webhooks: Pick<Webhooks, 'find'>
  readonly webhookSender: WebhookSender
  readonly secrets: Pick<Secrets, 'open' | 'randomHex'>
  readonly clock: Clock
}

/**
 * Sends a `webhook.test`, once and now, one that is paused too. Nothing is kept of it.
 *
 * @throws AuthError `target_unknown`
 */
export const tryWebhook = async (deps: TryWebhookDeps, id: string): Promise<WebhookTestResult> => {
  const webhook = await deps.webhooks.find(readWebhookId(id))
  if (webhook === undefined) throw new AuthError('target_unknown')
  const at = deps.clock.now()
  const known = secretsOf(deps.secrets, webhook, at)
  if (known === undefined)
    return { delivered: false, status: null, error: 'its secret was sealed by another server: rotate it' }
  const event: WebhookEvent = { type: WEBHOOK_TEST, timestamp: toMoment(at), data: { webhook: webhook.id } }
  const sent = await deps.webhookSender.send(webhook.url, {
    id: newDeliveryId(at, deps.secrets.randomHex(ID_RANDOM_BYTES)),
    body: JSON.stringify(event),
    at,
    secrets: known,
  })
  return sent.outcome === 'delivered'
    ? { delivered: true, status: sent.status, error: null }
    : { delivered: false, status: sent.status, error: sent.detail }
}
