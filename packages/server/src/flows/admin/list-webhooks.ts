import { type AdminWebhook, type AdminWebhookList, AuthError } from '@latchkey/contract'
import type { Clock } from '../../ports/clock.js'
import type { Webhooks } from '../../ports/webhooks.js'
import { describeWebhook } from './steps/describe-webhook.js'
import { readWebhookId } from './steps/hold-webhook.js'

export interface ListWebhooksDeps {
  readonly webhooks: Pick<Webhooks, 'list' | 'find'>
  readonly clock: Clock
}

/** Where events are sent to. */
export const listWebhooks = async ({ webhooks, clock }: ListWebhooksDeps): Promise<AdminWebhookList> => ({
  items: (await webhooks.list()).map((webhook) => describeWebhook(webhook, clock.now())),
  next: null,
})

/** One of them. @throws AuthError `target_unknown` */
export const readWebhook = async (deps: ListWebhooksDeps, id: string): Promise<AdminWebhook> => {
  const webhook = await deps.webhooks.find(readWebhookId(id))
  if (webhook === undefined) throw new AuthError('target_unknown')
  return describeWebhook(webhook, deps.clock.now())
}
