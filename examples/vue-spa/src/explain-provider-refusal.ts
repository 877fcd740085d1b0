import type { ErrorCode } from '@latchkey/client'

/** For each reason, a sentence about the provider of this name. */
const sentences: Partial<Record<ErrorCode, (provider: string) => string>> = {
  sign_in_cancelled: (provider) => `You came back from ${provider} without consenting. Nothing was changed.`,
  sign_in_not_begun: () =>
    'This was not begun in this browser, was finished already, or took more than ten minutes. Start again from here.',
  address_unproven: (provider) =>
    `Your address cannot be used this way: ${provider} has not verified that it is yours. Look into your mail, where a message says how you sign in.`,
  identity_taken: (provider) =>
    `That account at ${provider} belongs to another user here. Sign in with it and unlink it there first, or choose another.`,
  provider_unreachable: (provider) =>
    `There was no usable answer from ${provider}. Try again in a moment, or sign in another way.`,
  provider_refused: (provider) => `This was refused by ${provider}. Try again, or sign in another way.`,
  provider_mixed_up: (provider) =>
    `That answer did not come from ${provider}. Nothing was changed: start again from here.`,
  code_refused: (provider) => `This is not accepted by ${provider} any more. Start again from here.`,
  sign_in_unavailable: (provider) =>
    `Signing in with ${provider} is not set up rightly, which is not your doing. Sign in another way.`,
  csrf_site_refused: () =>
    'Another site sent you here to sign in. If you want to, start it yourself, from this page.',
  user_suspended: () => 'Your account is suspended. Ask the people who run this service.',
  recent_sign_in_needed: () => 'That took too long to be sure that it is still you. Start again from here.',
  session_ended: () =>
    'You signed out, or signed in anew, meanwhile. Nothing was linked: start again from here.',
  not_signed_in: () => 'You signed out meanwhile. Nothing was linked: start again from here.',
  too_many_attempts: () => 'Too many attempts. Wait a moment, then try again.',
}

const proofRefused = (provider: string): string =>
  `The answer from ${provider} could not be trusted: it had expired, was used before or was meant for another app. Start again from here.`

const anythingElse = (provider: string): string =>
  `Going on with ${provider} did not work. Try again, or sign in another way.`

/**
 * Why somebody came back from a provider without being let in, for the person: `?error=` → a sentence. Whatever a stranger writes
 * into the address, only sentences of ours are shown.
 *
 * @param provider as people know it
 */
export function explainProviderRefusal(error: string, provider: string): string {
  const known = Object.hasOwn(sentences, error) ? sentences[error as ErrorCode] : undefined
  const sentence = known ?? (error.startsWith('proof_') ? proofRefused : anythingElse)
  return sentence(provider)
}
