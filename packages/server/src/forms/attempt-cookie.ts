import type { AttemptCookie, SignInAttempt } from '../model/sign-in-attempt.js'
import type { Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PURPOSE = 'sign-in-attempt'
const PREFIX = 'lkgo_'
const NAME_LENGTH = 8
const LONGEST_STATE = 200

/** Tells the cookies of several tabs apart. It says nothing about the state, which goes through the provider's hands. */
export const attemptName = (secrets: Secrets, state: string): string =>
  secrets.hash(state.slice(0, LONGEST_STATE)).slice(0, NAME_LENGTH)

/** A sign-in under way, sealed: the browser that began it is the only one that can finish it, and learns nothing from it. */
export const makeAttemptCookie = (secrets: Secrets, attempt: SignInAttempt): AttemptCookie => ({
  name: attemptName(secrets, attempt.state),
  value: PREFIX + secrets.seal(PURPOSE, JSON.stringify(attempt)),
})

/** @returns undefined for what we did not seal, and for what has expired */
export const readAttemptCookie = (secrets: Secrets, text: string, now: Millis): SignInAttempt | undefined => {
  if (!text.startsWith(PREFIX)) return undefined
  try {
    const attempt = JSON.parse(secrets.open(PURPOSE, text.slice(PREFIX.length))) as SignInAttempt
    return attempt.expiresAt > now ? attempt : undefined
  } catch {
    return undefined
  }
}
