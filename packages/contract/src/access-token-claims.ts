import { z } from 'zod'
import { statusReference } from './status-list.js'

/** The claims of a Latchkey access JWT (RFC 9068 §2.2). Times are seconds since the epoch. */
export const accessTokenClaims = z.object({
  iss: z.string(),
  /** `usr_…` */
  sub: z.string().min(1),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
  iat: z.number(),
  nbf: z.number().optional(),
  jti: z.string(),
  /** `ses_…`: the session this token is a form of. */
  sid: z.string(),
  client_id: z.string(),
  /** Space-delimited (RFC 8693 §4.2). */
  scope: z.string().optional(),
  roles: z.array(z.string()).optional(),
  /** What those roles let the person do at the APIs of the project; ours (`latchkey:…`) never stand here. */
  permissions: z.array(z.string()).optional(),
  /** How the person proved who they are (RFC 8176). */
  amr: z.array(z.string()).optional(),
  acr: z.string().optional(),
  /** When the person last proved it. */
  auth_time: z.number().optional(),
  /** Who acts as the person, an operator (RFC 8693 §4.1). */
  act: z.object({ sub: z.string() }).optional(),
  /** Where to look whether the session has ended (Token Status List §6.1). */
  status: statusReference.partial().optional(),
  /** The primary key the person has at a door for old frontends: a number, or a UUID. */
  user_id: z.union([z.number(), z.string()]).optional(),
})
export type AccessTokenClaims = z.infer<typeof accessTokenClaims>

/** What stands behind an opaque token, in the same words. It has no id but its session's: it is the one form of it. */
export const opaqueTokenClaims = accessTokenClaims.omit({ jti: true })
export type OpaqueTokenClaims = z.infer<typeof opaqueTokenClaims>
