import { AuthError } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import type { VerifiedIdentity } from '../../model/identity.js'
import type { Clock } from '../../ports/clock.js'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import type { ProviderCalls, ProviderTokens } from '../../ports/provider-calls.js'
import { checkIdToken, type IdTokenProof } from './id-token.js'
import type { CodeFlow, Provider } from './provider.js'
import { expectAnswer, fieldsOf } from './provider-answer.js'
import type { SpendableProof } from './spendable-proof.js'
import { checkSubject } from './subject.js'

export interface ReadIdentityDeps {
  readonly providerCalls: ProviderCalls
  readonly idTokens: IdTokenVerifier
  readonly clock: Clock
}

/** What a code was redeemed for, and what its request said. */
export interface Redeemed extends Omit<IdTokenProof, 'idToken'> {
  readonly provider: Provider
  readonly flow: CodeFlow
  readonly tokens: ProviderTokens
}

/** An identity, and what of its proof may be used once only. */
export interface ReadIdentity {
  readonly identity: VerifiedIdentity
  readonly spends: readonly SpendableProof[]
}

/**
 * Tokens that came for a code → whose they are: as the ID token says, or the provider's API.
 *
 * @throws AuthError `proof_…`, `provider_refused`, `provider_unreachable`
 */
export const readIdentity = async (deps: ReadIdentityDeps, redeemed: Redeemed): Promise<ReadIdentity> => {
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
  deps: ReadIdentityDeps,
  { provider, flow, tokens, ...expected }: Redeemed,
): Promise<ReadIdentity> => {
  if (tokens.idToken === undefined) throw new AuthError('proof_missing', { detail: provider.id })
  // It came from this provider for this client: nobody else's will do, although applications may present others.
  const only = { ...provider, clientIds: [flow.clientId] }
  const checked = await checkIdToken(
    { ...deps, providers: () => [only] },
    { ...expected, idToken: tokens.idToken },
  )
  const spends = [checked.proof]
  const isThin = checked.identity.address === undefined || checked.identity.name === undefined
  if (flow.asksUserInfo !== true || !isThin) return { identity: checked.identity, spends }
  const more = await askUserInfo(deps, { provider, flow, tokens, sub: checked.sub })
  const claims = { ...more.claims, ...checked.identity.claims }
  return { identity: { ...more, ...checked.identity, claims }, spends }
}

/** OpenID Connect Core §5.3.2: only what is said about the same `sub` is used. A provider that says nothing is no hindrance. */
const askUserInfo = async (
  { providerCalls }: ReadIdentityDeps,
  asked: Pick<Redeemed, 'provider' | 'flow' | 'tokens'> & { readonly sub: string },
): Promise<Pick<VerifiedIdentity, 'address' | 'name' | 'picture' | 'claims'>> => {
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
    claims,
  }
}
