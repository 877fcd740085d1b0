import type { ProfileFields } from '@latchkey/contract'
import type { SignUpId } from './ids.js'
import type { Millis } from './time.js'

/**
 * A sign-up that waits for its address to be confirmed. It is no user: nothing can be done with it, it stands in nobody's
 * way, and any number of people may have one for the same address.
 */
export interface SignUp {
  readonly id: SignUpId
  readonly email: string
  readonly emailKey: string
  readonly passwordHash: string
  readonly name: string | null
  readonly profile: ProfileFields
  readonly remember: boolean
  /** SHA-256 of the secret in the cookie of the browser that signed up, base64url. */
  readonly browserHash: string
  /** Codes entered that were not the right one. */
  readonly wrongCodes: number
  readonly createdAt: Millis
  readonly expiresAt: Millis
}

/** How many codes may be entered for one sign-up or change of address. */
export const MAX_WRONG_CODES = 5
