import { readSignUpCookie } from '../../forms/sign-up-cookie.js'
import type { SignUp } from '../../model/sign-up.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SignUps } from '../../ports/sign-ups.js'

export interface FindSignUpDeps {
  readonly signUps: Pick<SignUps, 'find'>
  readonly secrets: Secrets
  readonly clock: Clock
}

/** The cookie of a browser that signed up → its sign-up, while it waits to be confirmed. */
export const findSignUpOfBrowser = async (
  { signUps, secrets, clock }: FindSignUpDeps,
  cookie: string | undefined,
): Promise<SignUp | undefined> => {
  const form = cookie === undefined ? undefined : readSignUpCookie(secrets, cookie)
  const signUp = form && (await signUps.find(form.signUpId))
  if (form === undefined || signUp === undefined || signUp.expiresAt <= clock.now()) return undefined
  return secrets.equal(signUp.browserHash, form.secretHash) ? signUp : undefined
}
