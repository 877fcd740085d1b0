import { webhookEventSchemas } from '@latchkey/contract'
import type { z } from 'zod'

type Json = Readonly<Record<string, unknown>>

const header = (name: string, description: string): Json => ({
  name,
  in: 'header',
  description,
  required: true,
  schema: { type: 'string' },
})

/** Standard Webhooks 1.0. */
const HEADERS: readonly Json[] = [
  header('webhook-id', 'The same each time it is sent: what came before is known by it'),
  header('webhook-timestamp', 'When it was sent, in seconds'),
  header(
    'webhook-signature',
    '`v1,` and HMAC-SHA256 of id, timestamp and body; several while a secret is rotated',
  ),
]

/** The schemas of all bodies, each once. */
export const webhookSchemas: readonly z.ZodType[] = [...new Set(Object.values(webhookEventSchemas))]

/** What this server sends, as OpenAPI 3.1.1 §4.8.1.1 has it: by type, with the body and what receivers answer. */
export const describeWebhooks = (refer: (schema: z.ZodType) => string): Readonly<Record<string, Json>> =>
  Object.fromEntries(
    Object.entries(webhookEventSchemas).map(([type, schema]) => [
      type,
      {
        post: {
          summary: `Tells of ${type}`,
          parameters: HEADERS,
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: refer(schema) } } },
          },
          responses: {
            '2XX': { description: 'Taken' },
            410: { description: 'Nothing is to be sent here any more: the webhook is paused' },
            default: { description: 'Sent again later' },
          },
        },
      },
    ]),
  )
