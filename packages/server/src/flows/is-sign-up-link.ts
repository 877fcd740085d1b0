import { readOneTimeToken } from '../forms/one-time-token.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'
import type { SignUps } from '../ports/sign-ups.js'

export interface IsSignUpLinkDeps {
  readonly signUps: Pick<SignUps, 'find'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/**
 * Whether the link of a message still confirms a sign-up. Nothing is spent by looking. Whoever has the link can read the mailbox it
 * was sent to, and sending it on tells the same.
 */
export const isSignUpLink = async (
  { signUps, secrets, clock }: IsSignUpLinkDeps,
  token: string,
): Promise<boolean> => {
  const id = readOneTimeToken(secrets, 'sign_up', token)
  const signUp = id && (await signUps.find(id))
  return signUp !== undefined && signUp.expiresAt > clock.now()
}
