import { AuthError } from '@latchkey/contract'
import { parseWebhookId, type WebhookId } from '../../../model/ids.js'
import type { Roles } from '../../../model/roles.js'
import type { Webhook } from '../../../model/webhook.js'
import type { TransactionalStores } from '../../../ports/storage.js'
import { type HoldingStores, holdOperator } from './hold-target.js'
import type { Operator } from './operator.js'

/** Holds a webhook that an operator wants to change. @throws AuthError `target_unknown`, `permission_insufficient` */
export const holdWebhook = async (
  { roles }: { readonly roles: Roles },
  stores: HoldingStores & Pick<TransactionalStores, 'webhooks'>,
  { by, id }: { readonly by: Operator; readonly id: string },
): Promise<Webhook> => {
  await holdOperator({ roles }, stores, by)
  const webhook = await stores.webhooks.hold(readWebhookId(id))
  if (webhook === undefined) throw new AuthError('target_unknown')
  return webhook
}

/** Text of an address → which webhook it names. @throws AuthError `target_unknown` */
export const readWebhookId = (text: string): WebhookId => {
  const id = parseWebhookId(text)
  if (id === undefined) throw new AuthError('target_unknown')
  return id
}
