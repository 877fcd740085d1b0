import type { TokenResponse } from '@latchkey/contract'
import { z } from 'zod'

const SECOND = 1000

const sessionForm = z.object({
  /** `ses_…` */
  sessionId: z.string(),
  refreshToken: z.string(),
  accessToken: z.string(),
  /** Milliseconds since the epoch, like `renewAt`: from then on the access token is replaced although it still works. */
  expiresAt: z.number(),
  renewAt: z.number(),
  user: z.object({
    /** `usr_…` */
    id: z.string(),
    email: z.string().nullable(),
    name: z.string().nullable(),
    image: z.string().nullable(),
  }),
})

/**
 * The form of a Latchkey session that travels in NextAuth's encrypted, HttpOnly cookie. Everything the bridge needs is in
 * it, so a restarted or a second server knows as much as the first.
 */
export type SessionForm = z.infer<typeof sessionForm>

/** Who is signed in, as NextAuth's `session.user` says it. */
export type LatchkeySessionUser = SessionForm['user']

/** The claim of NextAuth's JWT that holds the form. */
const CLAIM = 'latchkey'

/** Renewing this early leaves whoever receives an access token time to use it. */
const MOST_LEAD_MS = 30 * SECOND

/** @param now milliseconds since the epoch, from before the tokens were asked for */
export const makeSessionForm = (tokens: TokenResponse, now: number): SessionForm => {
  const lifetimeMs = tokens.expires_in * SECOND
  return {
    sessionId: tokens.session_id,
    refreshToken: tokens.refresh_token,
    accessToken: tokens.access_token,
    expiresAt: now + lifetimeMs,
    renewAt: now + lifetimeMs - Math.min(MOST_LEAD_MS, lifetimeMs / 4),
    user: {
      id: tokens.user.sub,
      // Apps take the address in a session for proven (an admin's, a colleague's). One that is not stays out of it.
      email: tokens.user.email_verified === true ? (tokens.user.email ?? null) : null,
      name: tokens.user.name ?? null,
      image: tokens.user.picture ?? null,
    },
  }
}

type Claims = Readonly<Record<string, unknown>>

/** The form in a NextAuth JWT, if there is one: a cookie from before the bridge has none. */
export const readSessionForm = (token: Claims | null | undefined): SessionForm | undefined =>
  sessionForm.safeParse(token?.[CLAIM]).data

export const withSessionForm = (token: Claims, form: SessionForm): Record<string, unknown> => ({
  ...token,
  [CLAIM]: form,
})

/** What the app's own callbacks see of the JWT: whatever they copy into the session, no token of ours is in it. */
export const withoutSessionForm = (token: Claims): Record<string, unknown> => {
  const { [CLAIM]: _form, ...rest } = token
  return rest
}
