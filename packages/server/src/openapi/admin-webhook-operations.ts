import {
  adminDeliveryList,
  adminWebhook,
  adminWebhookList,
  createWebhookRequest,
  reasonRequest,
  rotateWebhookSecretRequest,
  updateWebhookRequest,
  webhookTestResult,
  webhookWithSecret,
} from '@latchkey/contract'
import { asked, named, operation, page, requestKey } from './admin-operation.js'
import type { Operation } from './operation.js'

const webhookId = named('id', 'The id of a webhook')

/** Where events are sent to, and what became of them. */
export const adminWebhookOperations: readonly Operation[] = [
  operation({
    id: 'listWebhooks',
    path: '/webhooks',
    summary: 'Where events are sent to',
    answers: adminWebhookList,
  }),
  operation({
    id: 'createWebhook',
    path: '/webhooks',
    summary: 'Makes a webhook; its secret is shown this once',
    parameters: [requestKey],
    takes: createWebhookRequest,
    answers: webhookWithSecret,
    status: 201,
    refusals: [409, 422],
  }),
  operation({
    id: 'readWebhook',
    path: '/webhooks/{id}',
    summary: 'One webhook',
    parameters: [webhookId],
    answers: adminWebhook,
    refusals: [404],
  }),
  operation({
    id: 'updateWebhook',
    method: 'PATCH',
    path: '/webhooks/{id}',
    summary: 'Changes where events are sent to and which, pauses it, or enables it again',
    parameters: [webhookId],
    takes: updateWebhookRequest,
    answers: adminWebhook,
    refusals: [404],
  }),
  operation({
    id: 'rotateWebhookSecret',
    path: '/webhooks/{id}/rotate-secret',
    summary: 'Gives a webhook another secret, shown this once; the one of now signs too for a while',
    parameters: [webhookId],
    takes: rotateWebhookSecretRequest,
    answers: webhookWithSecret,
    refusals: [404],
  }),
  operation({
    id: 'testWebhook',
    method: 'POST',
    path: '/webhooks/{id}/test',
    summary: 'Sends a `webhook.test` now, and says what became of it',
    parameters: [webhookId],
    answers: webhookTestResult,
    refusals: [404],
  }),
  operation({
    id: 'removeWebhook',
    path: '/webhooks/{id}/remove',
    summary: 'Removes a webhook; what waits for it is not sent',
    parameters: [webhookId],
    takes: reasonRequest,
    refusals: [404],
  }),
  operation({
    id: 'listDeliveries',
    path: '/webhooks/{id}/deliveries',
    summary: 'What was sent to a webhook and what waits, the youngest first',
    parameters: [webhookId, ...page, asked('state', 'Only these', ['waiting', 'delivered', 'failed'])],
    answers: adminDeliveryList,
    refusals: [404],
  }),
  operation({
    id: 'retryDelivery',
    method: 'POST',
    path: '/webhooks/{id}/deliveries/{delivery}/retry',
    summary: 'Sends an event now, under the same id, whatever became of it',
    parameters: [webhookId, named('delivery', 'The id of a delivery')],
    refusals: [404],
  }),
]
