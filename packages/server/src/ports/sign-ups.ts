import type { SignUpId } from '../model/ids.js'
import type { SignUp } from '../model/sign-up.js'
import type { Millis } from '../model/time.js'

/** Sign-ups that wait for their address to be confirmed. */
export interface SignUps {
  add(signUp: SignUp): Promise<void>
  find(id: SignUpId): Promise<SignUp | undefined>
  /** The newest one of an address that has not expired. */
  findNewest(emailKey: string, now: Millis): Promise<SignUp | undefined>
  /** Counts a code before it is compared. `spent`: this was one too many, or the sign-up is not there; nothing is compared. */
  countCode(id: SignUpId, limit: number): Promise<'counted' | 'spent'>
  /** Takes the sign-up away: exactly one caller gets it. Undefined when it is not there any more, or has expired. */
  consume(id: SignUpId, now: Millis): Promise<SignUp | undefined>
}
