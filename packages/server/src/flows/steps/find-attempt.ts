import { attemptName, readAttemptCookie } from '../../forms/attempt-cookie.js'
import type { AttemptCookie, SignInAttempt } from '../../model/sign-in-attempt.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'

/**
 * The sign-in that this browser began with this state, and the name of its cookie; each undefined when it is not there.
 * Whether the state is the very same is compared when the answer is checked.
 */
export const findAttempt = (
  { secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock },
  attempts: readonly AttemptCookie[],
  state: string | undefined,
): { readonly name: string | undefined; readonly attempt: SignInAttempt | undefined } => {
  const expectedName = attemptName(secrets, state ?? '')
  const cookie = attempts.find(({ name }) => name === expectedName)
  return {
    name: cookie?.name,
    attempt: cookie && readAttemptCookie(secrets, cookie.value, clock.now()),
  }
}
