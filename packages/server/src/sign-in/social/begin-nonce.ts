import { AuthError } from '@latchkey/contract'
import type { NonceAttempt } from '../../model/sign-in-attempt.js'
import { HOUR } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { IdTokenRules, Provider, Providers } from './provider.js'

export interface BeginNonceDeps {
  readonly providers: Providers
  readonly secrets: Secrets
  readonly clock: Clock
}

/** 256 bits. */
const RANDOM_BYTES = 32
/** A page asks for one when it draws the button, and the person may read on for a while. */
const LIFETIME = 1 * HOUR

/** A provider whose ID tokens can be tied to a browser by nothing but their nonce. @throws AuthError `provider_unknown` */
export const findNonceProvider = (
  providers: readonly Provider[],
  id: string,
): Provider & { readonly idTokens: IdTokenRules } => {
  const provider = providers.find((candidate) => candidate.id === id)
  const idTokens = provider?.idTokens
  if (provider === undefined || idTokens === undefined || idTokens.leavesNonceOut === true)
    throw new AuthError('provider_unknown', { parameter: 'provider' })
  return { ...provider, idTokens }
}

/**
 * Makes the nonce that a provider's own script in a page puts into its ID token (OIDC Core §3.1.2.1), and names the client the
 * script asks as.
 *
 * @throws AuthError `provider_unknown`
 */
export const beginNonce = (
  { providers, secrets, clock }: BeginNonceDeps,
  providerId: string,
): { readonly clientId: string; readonly attempt: NonceAttempt } => {
  const provider = findNonceProvider(providers(), providerId)
  const now = clock.now()
  const attempt = {
    provider: provider.id,
    nonce: secrets.randomHex(RANDOM_BYTES),
    begunAt: now,
    expiresAt: now + LIFETIME,
  }
  return { clientId: provider.codeFlow?.clientId ?? provider.clientIds[0] ?? '', attempt }
}
