import type { LatchkeySessionUser } from './session-form.js'

declare module 'next-auth' {
  interface Session {
    user: LatchkeySessionUser
    /** `ses_…`: the Latchkey session this is. */
    sessionId: string
    /** Only with `exposeAccessToken`, and only while it works. */
    accessToken?: string
  }
}
