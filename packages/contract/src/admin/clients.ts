import { z } from 'zod'
import { CLIENT_ID } from '../client-id.js'
import { moment } from '../moment.js'
import { reason } from './parts.js'

const MOST_ADDRESSES = 50
const scopes = z.array(z.string().min(1).max(200)).max(200)
const address = z.string().max(2_000)
const addresses = z.array(address).max(MOST_ADDRESSES)

/** An application known to the OAuth door. */
export const adminClient = z.object({
  id: z.string(),
  type: z.enum(['confidential', 'public']),
  /** Those of the configuration can only be changed there. */
  source: z.enum(['configuration', 'database']),
  grants: z.array(z.string()),
  scopes: z.array(z.string()),
  postLogoutRedirectUris: z.array(z.string()),
  /** Where it is told that a session it has tokens of is over (OpenID Connect Back-Channel Logout 1.0); null: nowhere. */
  backChannelLogoutUri: z.string().nullable(),
  /** Until when the secret before is accepted too. */
  formerSecretUntil: moment.nullable(),
})
export type AdminClient = z.infer<typeof adminClient>

/** `GET /admin/api/clients`: all of them, those of the configuration first. */
export const adminClientList = z.object({ items: z.array(adminClient), next: z.null() })
export type AdminClientList = z.infer<typeof adminClientList>

/** `POST /admin/api/clients`. */
export const createClientRequest = z.strictObject({
  id: z.string().regex(CLIENT_ID),
  type: z.enum(['confidential', 'public']),
  /** Default: all scopes of the server. */
  scopes: scopes.optional(),
  postLogoutRedirectUris: addresses.optional(),
  /** For confidential clients. Default: nowhere. */
  backChannelLogoutUri: address.nullable().optional(),
})
export type CreateClientRequest = z.infer<typeof createClientRequest>

/** A client, and its secret: shown this once; null for a public one. */
export const clientWithSecret = z.object({ client: adminClient, secret: z.string().nullable() })
export type ClientWithSecret = z.infer<typeof clientWithSecret>

/** `PATCH /admin/api/clients/:id`. What is there replaces what was. */
export const updateClientRequest = z.strictObject({
  scopes: scopes.optional(),
  postLogoutRedirectUris: addresses.optional(),
  /** Null takes it away. */
  backChannelLogoutUri: address.nullable().optional(),
})
export type UpdateClientRequest = z.infer<typeof updateClientRequest>

const LONGEST_OVERLAP_IN_SECONDS = 30 * 24 * 60 * 60
/** `POST /admin/api/clients/:id/rotate-secret`. */
export const rotateSecretRequest = z.strictObject({
  /** How many seconds the secret of now is accepted still; 0 for one that has leaked. */
  formerAcceptedFor: z.number().int().min(0).max(LONGEST_OVERLAP_IN_SECONDS),
  reason,
})
export type RotateSecretRequest = z.infer<typeof rotateSecretRequest>
