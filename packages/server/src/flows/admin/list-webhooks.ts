import { type AdminWebhook, type AdminWebhookList, AuthError } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import { type Webhook, withoutPath } from '../../model/webhook.js'
import type { Clock } from '../../ports/clock.js'
import type { Webhooks } from '../../ports/webhooks.js'
import { describeWebhook } from './steps/describe-webhook.js'
import { readWebhookId } from './steps/hold-webhook.js'
import { type Operator, ownPermissionsOf } from './steps/operator.js'

export interface ListWebhooksDeps {
  readonly webhooks: Pick<Webhooks, 'list' | 'find'>
  readonly roles: Roles
  readonly clock: Clock
}

/** Where events are sent to. Who can change none of it sees no more of an address than its host. */
export const listWebhooks = async (deps: ListWebhooksDeps, by: Operator): Promise<AdminWebhookList> => {
  const shown = shownTo(deps, by)
  return { items: (await deps.webhooks.list()).map(shown), next: null }
}

/** One of them, in the same way. @throws AuthError `target_unknown` */
export const readWebhook = async (
  deps: ListWebhooksDeps,
  by: Operator,
  id: string,
): Promise<AdminWebhook> => {
  const webhook = await deps.webhooks.find(readWebhookId(id))
  if (webhook === undefined) throw new AuthError('target_unknown')
  return shownTo(deps, by)(webhook)
}

/** Whoever has the address of a receiver can often speak to it, for many carry a token. */
const shownTo = ({ roles, clock }: ListWebhooksDeps, by: Operator) => {
  const isWhole =
    by.kind === 'command' || ownPermissionsOf(roles, by.current.user).has('latchkey:webhooks.write')
  return (webhook: Webhook): AdminWebhook => {
    const url = isWhole ? webhook.url : withoutPath(webhook)
    return describeWebhook({ ...webhook, url }, clock.now())
  }
}
