import { DJANGO_CLIENT } from '../../../model/client.js'
import type { VerifiedIdentity } from '../../../model/identity.js'
import type { ProviderTokens } from '../../../ports/provider-calls.js'
import type { SpendableProof } from '../../../sign-in/social/spendable-proof.js'
import { keepTokens } from '../../steps/keep-tokens.js'
import { type SignInIdentityDeps, signInIdentity } from '../../steps/sign-in-identity.js'
import {
  type DjangoSessionRequest,
  type OpenDjangoSessionDeps,
  openDjangoSession,
  type SignedInDjango,
} from './open-django-session.js'

export type OpenIdentityAtDjangoDeps = OpenDjangoSessionDeps & SignInIdentityDeps

/** Who somebody is, as a proof that was checked says, and what may be used once only. */
export interface CheckedIdentity {
  readonly identity: VerifiedIdentity
  readonly spends: readonly SpendableProof[]
  /** To be kept, where the provider's are. */
  readonly tokens?: ProviderTokens | undefined
}

/**
 * A proven identity → a session at the Django door, by the linking policy. What proved it is spent with it.
 *
 * @throws AuthError what {@link signInIdentity} throws
 */
export const openIdentityAtDjango = async (
  deps: OpenIdentityAtDjangoDeps,
  checked: CheckedIdentity,
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => {
  const { identity } = checked
  const caller = { client: DJANGO_CLIENT, network: undefined, userAgent: request.userAgent }
  const signedIn = await signInIdentity(deps, { ...checked, caller }, async (stores, user) => {
    await keepTokens(deps, stores, { identity, tokens: checked.tokens })
    return openDjangoSession(deps, stores, { ...request, user, proof: identity })
  })
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: identity.provider,
  })
  return signedIn
}
