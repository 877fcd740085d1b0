import type { AttemptCookie, NonceAttempt, SignInAttempt } from '../model/sign-in-attempt.js'
import type { Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PAGES_PURPOSE = 'sign-in-attempt'
const NONCE_PURPOSE = 'nonce-attempt'
const PREFIX = 'lkgo_'
const NAME_LENGTH = 8
const LONGEST_STATE = 200

/** Tells the cookies of several tabs apart. It says nothing about the state, which goes through the provider's hands. */
export const attemptName = (secrets: Secrets, state: string): string =>
  secrets.hash(state.slice(0, LONGEST_STATE)).slice(0, NAME_LENGTH)

/** A sign-in under way, sealed: the browser that began it is the only one that can finish it, and learns nothing from it. */
export const makeAttemptCookie = (secrets: Secrets, attempt: SignInAttempt): AttemptCookie => ({
  name: attemptName(secrets, attempt.state),
  value: PREFIX + secrets.seal(PAGES_PURPOSE, JSON.stringify(attempt)),
})

/** The same for a sign-in by a provider's own script: the page knows its nonce, and no other browser can use what comes for it. */
export const makeNonceCookie = (secrets: Secrets, attempt: NonceAttempt): AttemptCookie => ({
  name: attemptName(secrets, attempt.nonce),
  value: PREFIX + secrets.seal(NONCE_PURPOSE, JSON.stringify(attempt)),
})

/** @returns undefined for what we did not seal, and for what has expired */
export const readAttemptCookie = (secrets: Secrets, text: string, now: Millis): SignInAttempt | undefined =>
  open<SignInAttempt>(secrets, PAGES_PURPOSE, { text, now })

/** @returns undefined for what we did not seal, and for what has expired */
export const readNonceCookie = (secrets: Secrets, text: string, now: Millis): NonceAttempt | undefined =>
  open<NonceAttempt>(secrets, NONCE_PURPOSE, { text, now })

const open = <Attempt extends { readonly expiresAt: Millis }>(
  secrets: Secrets,
  purpose: string,
  { text, now }: { readonly text: string; readonly now: Millis },
): Attempt | undefined => {
  if (!text.startsWith(PREFIX)) return undefined
  try {
    const attempt = JSON.parse(secrets.open(purpose, text.slice(PREFIX.length))) as Attempt
    return attempt.expiresAt > now ? attempt : undefined
  } catch {
    return undefined
  }
}
