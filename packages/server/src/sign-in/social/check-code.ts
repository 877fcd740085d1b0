import { AuthError, type ErrorCode } from '@latchkey/contract'
import type { SignInAttempt } from '../../model/sign-in-attempt.js'
import type { ProviderTokens, RedemptionAnswer } from '../../ports/provider-calls.js'
import type { Secrets } from '../../ports/secrets.js'
import { findCodeFlow } from './begin-code.js'
import { expectTokens } from './expect-tokens.js'
import type { Provider, Providers } from './provider.js'
import { type ReadIdentity, type ReadIdentityDeps, readIdentity } from './read-identity.js'

export interface CheckCodeDeps extends ReadIdentityDeps {
  readonly providers: Providers
  readonly secrets: Secrets
}

/** With which a person came back to the redirect URI. */
export interface CodeProof {
  readonly attempt: SignInAttempt
  readonly parameters: Readonly<Record<string, string>>
}

/** The identity, and what may be used once only: the request, and the ID token if there was one. */
export interface CheckedCode extends ReadIdentity {
  /** To be kept; undefined unless the provider's are. */
  readonly tokens: ProviderTokens | undefined
}

/**
 * Code → identity (RFC 6749 §4.1, OIDC Core §3.1). The attempt came out of this browser's own cookie, so what ties the answer to
 * it is compared here: state, issuer, PKCE verifier, redirect URI, nonce.
 *
 * @throws AuthError `sign_in_not_begun`, `sign_in_cancelled`, `provider_refused`, `provider_mixed_up`, `code_refused`,
 *   `provider_unreachable`, `sign_in_unavailable`, `proof_…`
 */
export const checkCode = async (deps: CheckCodeDeps, proof: CodeProof): Promise<CheckedCode> => {
  const { attempt, parameters } = proof
  const { provider, flow } = findCodeFlow(deps.providers(), attempt.provider)
  if (!deps.secrets.equal(parameters['state'] ?? '', attempt.state)) throw new AuthError('sign_in_not_begun')
  const answer = await deps.providerCalls.redeem(flow, {
    parameters,
    expectedState: attempt.state,
    redirectUri: attempt.redirectUri,
    codeVerifier: attempt.codeVerifier,
  })
  const tokens = expectRedeemed(provider, answer)
  const spent = { key: `sign-in ${deps.secrets.hash(attempt.state)}`, expiresAt: attempt.expiresAt }
  const checked = await readIdentity(deps, {
    provider,
    flow,
    tokens,
    ...(provider.idTokens?.leavesNonceOut !== true && { expectedNonce: attempt.nonce }),
    asksAuthTime: flow.hearsMaxAge === true,
  })
  const named = { ...flow.readAnswer?.(parameters), ...checked.identity }
  return {
    identity: named,
    spends: [spent, ...checked.spends],
    tokens: flow.keepsTokens ? tokens : undefined,
  }
}

/** What the person did, as providers name it. */
const CANCELLED: readonly string[] = ['access_denied', 'user_cancelled_authorize', 'user_cancelled_login']
/** RFC 6749 §4.1.2.1: it passes by itself. */
const PASSING: readonly string[] = ['server_error', 'temporarily_unavailable']
/** RFC 6749 §4.1.2.1: nothing the person can do anything about. */
const OUR_FAULT: readonly string[] = [
  'invalid_request',
  'unauthorized_client',
  'unsupported_response_type',
  'invalid_scope',
  'redirect_uri_mismatch',
]

const codeOf = (error: string): ErrorCode => {
  if (CANCELLED.includes(error)) return 'sign_in_cancelled'
  if (PASSING.includes(error)) return 'provider_unreachable'
  return OUR_FAULT.includes(error) ? 'sign_in_unavailable' : 'provider_refused'
}

const LONGEST_QUOTE = 60

const expectRedeemed = (provider: Provider, answer: RedemptionAnswer): ProviderTokens => {
  switch (answer.outcome) {
    case 'sent_back':
      throw new AuthError(codeOf(answer.error), {
        detail: `${provider.id}: ${JSON.stringify(answer.error.slice(0, LONGEST_QUOTE))}`,
      })
    case 'mixed_up':
      throw new AuthError('provider_mixed_up', { detail: `${provider.id}: ${answer.detail}` })
    default:
      return expectTokens(provider, answer)
  }
}
