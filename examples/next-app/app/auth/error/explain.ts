/** What happened, and what to do next. */
export interface Explanation {
  title: string
  happened: string
  next: string
}

const addressUnproven: Explanation = {
  title: 'This address is not verified',
  happened:
    'The provider has not verified that this email address is yours, so it cannot be used to sign in here.',
  next: 'Verify the address there and come back, or sign in the way you did before.',
}

const suspended: Explanation = {
  title: 'This account is suspended',
  happened: 'You have proved who you are, but your account is suspended here.',
  next: 'Ask the people who run this service.',
}

const passwordRefused: Explanation = {
  title: 'You are not signed in',
  happened: 'The email address or the password is wrong.',
  next: 'Go back to the start and type both once more, or sign in the way you did before.',
}

const tooManyAttempts: Explanation = {
  title: 'Too many attempts',
  happened: 'There were so many wrong passwords that signing in with one has to wait.',
  next: 'Wait a moment, then try again.',
}

const notCompleted: Explanation = {
  title: 'Signing in was cancelled',
  happened: 'You came back without signing in. Nothing was changed.',
  next: 'Try again whenever you like.',
}

const proofRefused: Explanation = {
  title: 'The answer could not be accepted',
  happened: 'What the provider sent had expired, was used before, or was meant for another app.',
  next: 'Start again from here. If it happens every time, tell the people who run this service.',
}

const notPossible: Explanation = {
  title: 'Signing in does not work right now',
  happened: 'Something behind this app does not answer. It is not your doing, and nothing was changed.',
  next: 'Try again in a moment.',
}

const interrupted: Explanation = {
  title: 'The sign-in was interrupted',
  happened: 'The provider’s answer did not arrive, or belonged to an earlier attempt. Nothing was changed.',
  next: 'Start again from here. If it happens every time, allow cookies for this site, or try later.',
}

/**
 * The reason in the address → words. `code` is Latchkey's, `error` is NextAuth's. Only sentences of ours are ever
 * shown, whatever a stranger writes into the address.
 */
export function explain(error: string | undefined, code: string | undefined): Explanation {
  if (code === 'address_unproven') return addressUnproven
  if (code === 'user_suspended') return suspended
  if (code === 'credentials_wrong') return passwordRefused
  if (code === 'too_many_attempts') return tooManyAttempts
  if (code?.startsWith('proof_') || code === 'provider_token_refused') return proofRefused
  if (code !== undefined) return notPossible
  // NextAuth says this of every answer with an error, of which a person causes one: cancelling.
  if (error === 'OAuthCallbackError') return notCompleted
  return interrupted
}
