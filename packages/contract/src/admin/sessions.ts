import { z } from 'zod'
import { apiKey } from '../api-keys.js'
import { moment } from '../moment.js'
import { pageOf, pageQuery, soughtText } from './parts.js'

/** A live session, as operators see it. */
export const adminSession = z.object({
  /** `ses_…` */
  id: z.string(),
  user: z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() }),
  /** `browser` for the browser itself, `django` and `api-key` for theirs, else the id of a client. */
  client: z.string(),
  /** The operator who acts as this user in it, `usr_…`; null when the user opened it. */
  actor: z.string().nullable(),
  browser: z.string().nullable(),
  system: z.string().nullable(),
  kind: z.enum(['desktop', 'mobile', 'tablet', 'unknown']),
  /** How the person proved who they are (RFC 8176). */
  amr: z.array(z.string()),
  /** Null when nobody has told. */
  authenticatedAt: moment.nullable(),
  createdAt: moment,
  lastUsedAt: moment,
  expiresAt: moment,
})
export type AdminSession = z.infer<typeof adminSession>

/** `GET /admin/api/sessions`. */
export const adminSessionList = pageOf(adminSession)
export type AdminSessionList = z.infer<typeof adminSessionList>

export const adminSessionQuery = z.strictObject({
  ...pageQuery,
  user: z.string().max(100).optional(),
  client: soughtText(128).optional(),
  /** Opened then or later. */
  since: moment.optional(),
})

/** An API key, as operators see it. Its secret is kept nowhere. */
export const adminApiKey = apiKey.extend({ user: adminSession.shape.user })
export type AdminApiKey = z.infer<typeof adminApiKey>

/** `GET /admin/api/api-keys`. */
export const adminApiKeyList = pageOf(adminApiKey)
export type AdminApiKeyList = z.infer<typeof adminApiKeyList>

export const adminApiKeyQuery = z.strictObject({ ...pageQuery, user: z.string().max(100).optional() })

/** How many sessions came to an end. */
export const endedCount = z.object({ ended: z.number() })
export type EndedCount = z.infer<typeof endedCount>
