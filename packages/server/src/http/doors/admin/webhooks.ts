import {
  adminDeliveryQuery,
  createWebhookRequest,
  rotateWebhookSecretRequest,
  USUAL_ON_A_PAGE,
  updateWebhookRequest,
} from '@latchkey/contract'
import { type CreateWebhookDeps, createWebhook } from '../../../flows/admin/create-webhook.js'
import { type ListDeliveriesDeps, listDeliveries } from '../../../flows/admin/list-deliveries.js'
import { type ListWebhooksDeps, listWebhooks, readWebhook } from '../../../flows/admin/list-webhooks.js'
import { type RemoveWebhookDeps, removeWebhook } from '../../../flows/admin/remove-webhook.js'
import { type RetryDeliveryDeps, retryDelivery } from '../../../flows/admin/retry-delivery.js'
import {
  type RotateWebhookSecretDeps,
  rotateWebhookSecret,
} from '../../../flows/admin/rotate-webhook-secret.js'
import { type TryWebhookDeps, tryWebhook } from '../../../flows/admin/try-webhook.js'
import { type UpdateWebhookDeps, updateWebhook } from '../../../flows/admin/update-webhook.js'
import { type AnswerOnceDeps, answerOnce } from '../../admin/answer-once.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { readReason } from '../../admin/read-reason.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type WebhooksDeps = ListWebhooksDeps &
  CreateWebhookDeps &
  UpdateWebhookDeps &
  RotateWebhookSecretDeps &
  TryWebhookDeps &
  RemoveWebhookDeps &
  ListDeliveriesDeps &
  RetryDeliveryDeps &
  AnswerOnceDeps

/** `GET` and `POST /admin/api/webhooks`, and what is below each. */
export const webhooks = {
  list: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await listWebhooks(deps, call.operator)),
  read: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await readWebhook(deps, call.operator, call.part('id'))),
  create: (deps: WebhooksDeps, call: OperatorCall): Promise<Response> =>
    answerOnce(deps, call, async (request, claim) => {
      const wish = await readJson(createWebhookRequest, request)
      return createWebhook(deps, call.operator, { wish, claim })
    }),
  update: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> => {
    const patch = await readJson(updateWebhookRequest, call.request)
    return answerJson(await updateWebhook(deps, call.operator, { id: call.part('id'), patch }))
  },
  rotateSecret: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> => {
    const asked = await readJson(rotateWebhookSecretRequest, call.request)
    return answerJson(await rotateWebhookSecret(deps, call.operator, { ...asked, id: call.part('id') }))
  },
  test: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await tryWebhook(deps, call.part('id'))),
  remove: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> => {
    await removeWebhook(deps, call.operator, { id: call.part('id'), reason: await readReason(call) })
    return answerDone()
  },
  listDeliveries: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> => {
    const { state, cursor, limit = USUAL_ON_A_PAGE } = readListQuery(adminDeliveryQuery, call.request)
    return answerJson(await listDeliveries(deps, { id: call.part('id'), state, cursor, limit }))
  },
  retryDelivery: async (deps: WebhooksDeps, call: OperatorCall): Promise<Response> => {
    await retryDelivery(deps, call.operator, { id: call.part('id'), delivery: call.part('delivery') })
    return answerDone()
  },
}
