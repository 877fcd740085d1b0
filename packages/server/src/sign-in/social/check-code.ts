import { AuthError, type ErrorCode } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import type { VerifiedIdentity } from '../../model/identity.js'
import type { SignInAttempt } from '../../model/sign-in-attempt.js'
import type { Clock } from '../../ports/clock.js'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import type { ProviderCalls, ProviderTokens, RedemptionAnswer } from '../../ports/provider-calls.js'
import type { Secrets } from '../../ports/secrets.js'
import { findCodeFlow } from './begin-code.js'
import { checkIdToken } from './id-token.js'
import type { CodeFlow, Provider } from './provider.js'
import { expectAnswer, fieldsOf } from './provider-answer.js'
import { providerUnreachable } from './provider-unreachable.js'
import type { SpendableProof } from './spendable-proof.js'
import { checkSubject } from './subject.js'

export interface CheckCodeDeps {
  readonly providers: readonly Provider[]
  readonly providerCalls: ProviderCalls
  readonly idTokens: IdTokenVerifier
  readonly secrets: Secrets
  readonly clock: Clock
}

/** With which a person came back to the redirect URI. */
export interface CodeProof {
  readonly attempt: SignInAttempt
  readonly parameters: Readonly<Record<string, string>>
}

/** The identity, and what may be used once only: the request, and the ID token if there was one. */
export interface CheckedCode {
  readonly identity: VerifiedIdentity
  readonly spends: readonly SpendableProof[]
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
  const { provider, flow } = findCodeFlow(deps.providers, attempt.provider)
  if (!deps.secrets.equal(parameters['state'] ?? '', attempt.state)) throw new AuthError('sign_in_not_begun')
  const answer = await deps.providerCalls.redeem(flow, {
    parameters,
    expectedState: attempt.state,
    redirectUri: attempt.redirectUri,
    codeVerifier: attempt.codeVerifier,
  })
  const tokens = expectTokens(provider, answer)
  const spent = { key: `sign-in ${deps.secrets.hash(attempt.state)}`, expiresAt: attempt.expiresAt }
  const checked = await readIdentity(deps, { provider, flow, tokens, attempt })
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

const expectTokens = ({ id }: Provider, answer: RedemptionAnswer): ProviderTokens => {
  switch (answer.outcome) {
    case 'granted':
      return answer.tokens
    case 'sent_back':
      throw new AuthError(codeOf(answer.error), {
        detail: `${id}: ${JSON.stringify(answer.error.slice(0, LONGEST_QUOTE))}`,
      })
    case 'mixed_up':
      throw new AuthError('provider_mixed_up', { detail: `${id}: ${answer.detail}` })
    case 'refused':
      throw new AuthError('code_refused', { detail: `${id}: ${answer.detail}` })
    case 'misconfigured':
      throw new AuthError('sign_in_unavailable', { detail: `${id}: ${answer.detail}` })
    case 'unreachable':
      throw providerUnreachable(id, answer)
  }
}

interface Redeemed {
  readonly provider: Provider
  readonly flow: CodeFlow
  readonly tokens: ProviderTokens
  readonly attempt: SignInAttempt
}

type ReadIdentity = Pick<CheckedCode, 'identity' | 'spends'>

const readIdentity = async (deps: CheckCodeDeps, redeemed: Redeemed): Promise<ReadIdentity> => {
  const { provider, flow, tokens } = redeemed
  if (flow.readProfile === undefined) return readIdToken(deps, redeemed)
  const profile = await flow.readProfile(deps.providerCalls, tokens)
  const subject = checkSubject(provider.id, profile.subject)
  const identity = {
    ...profile,
    provider: provider.id,
    subject,
    amr: ['fed'],
    authenticatedAt: deps.clock.now(),
  }
  return { identity, spends: [] }
}

const readIdToken = async (
  deps: CheckCodeDeps,
  { provider, flow, tokens, attempt }: Redeemed,
): Promise<ReadIdentity> => {
  if (tokens.idToken === undefined) throw new AuthError('proof_missing', { detail: provider.id })
  // It came from this provider for this client: nobody else's will do, although applications may present others.
  const only = { ...provider, clientIds: [flow.clientId] }
  const checked = await checkIdToken(
    { ...deps, providers: [only] },
    {
      idToken: tokens.idToken,
      ...(provider.idTokens?.leavesNonceOut !== true && { expectedNonce: attempt.nonce }),
      asksAuthTime: flow.hearsMaxAge === true,
    },
  )
  const spends = [checked.proof]
  const isThin = checked.identity.address === undefined || checked.identity.name === undefined
  if (flow.asksUserInfo !== true || !isThin) return { identity: checked.identity, spends }
  const more = await askUserInfo(deps, { provider, flow, tokens, sub: checked.sub })
  return { identity: { ...more, ...checked.identity }, spends }
}

/** OpenID Connect Core §5.3.2: only what is said about the same `sub` is used. A provider that says nothing is no hindrance. */
const askUserInfo = async (
  { providerCalls }: CheckCodeDeps,
  asked: Omit<Redeemed, 'attempt'> & { readonly sub: string },
): Promise<Pick<VerifiedIdentity, 'address' | 'name' | 'picture'>> => {
  const { provider, flow, tokens, sub } = asked
  const answer = await providerCalls.userInfo(flow.server, tokens.accessToken)
  const { status, body } = expectAnswer(provider.id, answer)
  const claims = fieldsOf(body)
  if (status !== 200 || claims['sub'] !== sub) return {}
  const address = typeof claims['email'] === 'string' ? parseAddress(claims['email']) : undefined
  return {
    ...(address !== undefined && {
      address: { ...address, proven: provider.idTokens?.provesAddress(claims) === true },
    }),
    ...provider.idTokens?.readProfile(claims),
  }
}
