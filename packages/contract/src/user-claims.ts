import { z } from 'zod'

/** What somebody may do, by the names a project gives it. */
export const roleNames = z.array(z.string().min(1))

/** What Latchkey tells a client about the user it signed in. Absent means unknown; never null. */
export const userClaims = z.object({
  /** `usr_…`, stable for the life of the account. */
  sub: z.string(),
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
  picture: z.string().optional(),
  /** Seconds since the epoch (OIDC Core §5.1). */
  updated_at: z.number().int().optional(),
})
export type UserClaims = z.infer<typeof userClaims>
