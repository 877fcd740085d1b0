import type { Millis } from '../../../model/time.js'
import { afterAttempt, type SendOutcome, type WebhookDelivery } from '../../../model/webhook.js'
import type { Clock } from '../../../ports/clock.js'
import type { Log } from '../../../ports/log.js'
import type { Secrets } from '../../../ports/secrets.js'
import type { WebhookSender } from '../../../ports/webhook-sender.js'
import type { HeldWebhook, WebhookTurns } from '../../../ports/webhooks.js'
import { secretsOf } from './secrets-of.js'

export interface SendDueDeps {
  readonly webhookTurns: WebhookTurns
  readonly webhookSender: WebhookSender
  readonly secrets: Pick<Secrets, 'open' | 'randomHex'>
  readonly clock: Clock
  readonly log: Log
}

const MOST_AT_ONCE = 200

/**
 * Sends what is due, one after another, until the turn is over, or its receiver fails or is changed.
 *
 * @returns how many were sent, arrived or not
 */
export const sendDue = async (
  deps: SendDueDeps,
  held: HeldWebhook,
  { turn, lease }: { readonly turn: Millis; readonly lease: Millis },
): Promise<number> => {
  const startedAt = deps.clock.now()
  let webhook = held
  let sent = 0
  for (const delivery of await deps.webhookTurns.due(held.id, startedAt, MOST_AT_ONCE)) {
    const outcome = await sendOne(deps, webhook, delivery)
    sent += 1
    const now = deps.clock.now()
    const chance = Number.parseInt(deps.secrets.randomHex(2), 16) / 0xff_ff
    const after = afterAttempt({ delivery, webhook }, outcome, { now, chance })
    if (outcome.outcome !== 'delivered') tell(deps.log, after.delivery, after.webhook.pausedBecause)
    const kept = await deps.webhookTurns.settle(webhook, after, now + lease)
    if (kept === undefined || outcome.outcome !== 'delivered' || now - startedAt >= turn) break
    webhook = kept
  }
  return sent
}

const sendOne = async (
  { webhookSender, secrets, clock }: SendDueDeps,
  webhook: HeldWebhook,
  { id, body }: WebhookDelivery,
): Promise<SendOutcome> => {
  const at = clock.now()
  const known = secretsOf(secrets, webhook, at)
  if (known === undefined)
    return { outcome: 'failed', status: null, detail: 'its secret was sealed by another server: rotate it' }
  return webhookSender.send(webhook.url, { id, body, at, secrets: known })
}

const tell = (log: Log, delivery: WebhookDelivery, pausedBecause: HeldWebhook['pausedBecause']): void => {
  const { id, webhookId: webhook, attempts, lastError: detail } = delivery
  log.warn(
    pausedBecause === null
      ? 'an event did not reach a webhook'
      : 'a webhook was paused, nothing is sent there any more',
    { webhook, delivery: id, attempts, detail },
  )
}
