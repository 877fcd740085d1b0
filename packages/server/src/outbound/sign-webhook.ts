import { createHmac, randomBytes } from 'node:crypto'
import { toNumericDate } from '../model/time.js'
import type { WebhookMessage } from '../ports/webhook-sender.js'

const PREFIX = 'whsec_'
/** Standard Webhooks 1.0 has 24 to 64. */
const SECRET_BYTES = 32

/** `whsec_` and 256 random bits in base64. */
export const newWebhookSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64')

/** The headers that say what it is, when it was sent and who sent it (Standard Webhooks 1.0, "Webhook headers"). */
export const signWebhook = ({ id, body, at, secrets }: WebhookMessage): Readonly<Record<string, string>> => {
  const timestamp = String(toNumericDate(at))
  const signed = `${id}.${timestamp}.${body}`
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  })
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}
