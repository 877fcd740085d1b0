import { z } from 'zod'
import { moment } from './moment.js'

/** `POST /account/api-keys`. */
export const createApiKeyRequest = z.strictObject({
  /** By which its owner knows it again. */
  name: z.string().max(2_000),
  scopes: z.array(z.string().max(200)).max(100),
  /** The API it is for. Default: the first of those that keys may be for. */
  audience: z.string().max(1_000).optional(),
  /** After how many days it ends. Default: what the server says. */
  days: z.int().optional(),
})
export type CreateApiKeyRequest = z.infer<typeof createApiKeyRequest>

export const apiKey = z.object({
  /** `ses_…`: the session that the key is a form of; an API sees it as the session of its principal. */
  id: z.string(),
  name: z.string(),
  /** The last characters of the key: enough to know it again, and nothing to begin with. */
  hint: z.string(),
  scopes: z.array(z.string()),
  audience: z.string(),
  createdAt: moment,
  /** Null while nobody has used it. */
  lastUsedAt: moment.nullable(),
  expiresAt: moment,
})
export type ApiKey = z.infer<typeof apiKey>

/** `GET /account/api-keys`: those that open something, the youngest first, and what a new one may be. */
export const apiKeyList = z.object({
  apiKeys: z.array(apiKey),
  choices: z.object({
    scopes: z.array(z.string()),
    audiences: z.array(z.string()),
    /** What a key gets for which no number of days was said, and the most it may get. */
    defaultDays: z.number().int(),
    mostDays: z.number().int(),
    /** How many keys a person may have. */
    mostKeys: z.number().int(),
  }),
})
export type ApiKeyList = z.infer<typeof apiKeyList>

/** What making a key answers: the only time that the key itself is shown. */
export const createdApiKey = z.object({ key: z.string(), apiKey })
export type CreatedApiKey = z.infer<typeof createdApiKey>
