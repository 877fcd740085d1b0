import { AuthError } from '@latchkey/contract'
import type { AttemptPurpose, SignInAttempt } from '../../model/sign-in-attempt.js'
import { DAY, MINUTE, SECOND } from '../../model/time.js'
import type { Clock } from '../../ports/clock.js'
import type { ProviderCalls } from '../../ports/provider-calls.js'
import type { Secrets } from '../../ports/secrets.js'
import type { CodeFlow, Provider, Providers } from './provider.js'
import { providerUnreachable } from './provider-unreachable.js'

export interface BeginCodeDeps {
  readonly providers: Providers
  readonly providerCalls: ProviderCalls
  readonly secrets: Secrets
  readonly clock: Clock
}

/** Where a person wants to go by way of a provider. */
export interface BeginCode {
  readonly providerId: string
  readonly redirectUri: string
  readonly returnTo: string
  readonly purpose: AttemptPurpose
  /** Whether somebody is signed in in this browser already: then this is to confirm that it is them. */
  readonly isAgain: boolean
}

/** 256 random bits each: as hex a code verifier of 64 characters (RFC 7636 §4.1 wants 43 to 128). */
const RANDOM_BYTES = 32
/** Long enough to find a password, a phone and a second factor; RFC 6749 does not bound it. */
const LIFETIME = 10 * MINUTE

/**
 * In seconds, when people sign in again. Without it a provider that knows them still says at once who they are, and that they have
 * proved it long ago (OIDC Core §3.1.2.1, `max_age`): what asks for a recent sign-in could never be done. Less than what counts as
 * recent here, so that something is left of it.
 */
const AGAIN_MAX_AGE = (5 * MINUTE) / SECOND
/** Of those who sign in, however long ago they proved it: it has the provider say when. A year. */
const ANY_AGE = (365 * DAY) / SECOND

/** A provider with pages to sign in with. @throws AuthError `provider_unknown` */
export const findCodeFlow = (
  providers: readonly Provider[],
  id: string,
): { readonly provider: Provider; readonly flow: CodeFlow } => {
  const provider = providers.find((candidate) => candidate.id === id)
  if (provider?.codeFlow === undefined) throw new AuthError('provider_unknown', { parameter: 'provider' })
  return { provider, flow: provider.codeFlow }
}

/**
 * Makes everything that ties the answer to this browser and this request (state, nonce, PKCE), and the address to send the
 * person to (RFC 6749 §4.1.1, RFC 7636 §4.3, OIDC Core §3.1.2.1).
 *
 * @throws AuthError `provider_unknown`, `provider_unreachable`
 */
export const beginCode = async (
  deps: BeginCodeDeps,
  request: BeginCode,
): Promise<{ readonly url: string; readonly attempt: SignInAttempt }> => {
  const { provider, flow } = findCodeFlow(deps.providers(), request.providerId)
  const { secrets } = deps
  const now = deps.clock.now()
  const attempt: SignInAttempt = {
    provider: provider.id,
    state: secrets.randomHex(RANDOM_BYTES),
    nonce: secrets.randomHex(RANDOM_BYTES),
    codeVerifier: secrets.randomHex(RANDOM_BYTES),
    redirectUri: request.redirectUri,
    returnTo: flow.addsFragment === true ? withFragment(request.returnTo) : request.returnTo,
    purpose: request.purpose,
    begunAt: now,
    expiresAt: now + LIFETIME,
  }
  const found = await deps.providerCalls.authorizationAddress(flow.server, {
    ...flow.parameters,
    response_type: 'code',
    client_id: flow.clientId,
    redirect_uri: attempt.redirectUri,
    scope: flow.scopes.join(' '),
    state: attempt.state,
    // The hash of a text is its S256 challenge: SHA-256, base64url.
    code_challenge: secrets.hash(attempt.codeVerifier),
    code_challenge_method: 'S256',
    ...(provider.idTokens !== undefined && { nonce: attempt.nonce }),
    ...(flow.hearsMaxAge === true &&
      request.purpose.kind === 'sign_in' && { max_age: String(request.isAgain ? AGAIN_MAX_AGE : ANY_AGE) }),
  })
  if (found.outcome === 'unreachable') throw providerUnreachable(provider.id, found)
  return { url: found.url, attempt }
}

/** An address that has a fragment, an empty one too, inherits no other. */
const withFragment = (address: string): string => (address.includes('#') ? address : `${address}#`)
