import { z } from 'zod'
import { userClaims } from './user-claims.js'

/** A successful answer of the token endpoint: RFC 6749 §5.1, RFC 8693 §2.2.1, and the user. */
export const tokenResponse = z.object({
  access_token: z.string(),
  /** Present on a token exchange (RFC 8693 §2.2.1). */
  issued_token_type: z.string().optional(),
  token_type: z.literal('Bearer'),
  /** Seconds. */
  expires_in: z.number().int().positive(),
  refresh_token: z.string(),
  scope: z.string(),
  /** `ses_…`: the session these tokens are forms of. */
  session_id: z.string(),
  user: userClaims,
  /** After a first-party password: keep it in the person's browser, unreadable to scripts, for the next sign-in. It opens nothing. */
  device_token: z.string().optional(),
})
export type TokenResponse = z.infer<typeof tokenResponse>

/** What a program gets in its own name (RFC 6749 §4.4.3): no refresh token, for it can always ask again. */
export const machineTokenResponse = tokenResponse.pick({
  access_token: true,
  token_type: true,
  expires_in: true,
  scope: true,
})
export type MachineTokenResponse = z.infer<typeof machineTokenResponse>
