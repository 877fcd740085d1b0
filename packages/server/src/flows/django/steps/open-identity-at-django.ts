import type { VerifiedIdentity } from '../../../model/identity.js'
import type { ProviderTokens } from '../../../ports/provider-calls.js'
import type { SpendableProof } from '../../../sign-in/social/spendable-proof.js'
import { findOrCreateUser } from '../../steps/find-or-create-user.js'
import { keepTokens } from '../../steps/keep-tokens.js'
import { type RefuseEndedSignInDeps, refuseEndedSignIn } from '../../steps/refuse-ended-sign-in.js'
import { spendProofs } from '../../steps/spend-proofs.js'
import {
  type DjangoSessionRequest,
  type OpenDjangoSessionDeps,
  openDjangoSession,
  type SignedInDjango,
} from './open-django-session.js'

/** Who somebody is, as a proof that was checked says, and what may be used once only. */
export interface CheckedIdentity {
  readonly identity: VerifiedIdentity
  readonly spends: readonly SpendableProof[]
  /** To be kept, where the provider's are. */
  readonly tokens?: ProviderTokens | undefined
}

export type OpenIdentityAtDjangoDeps = OpenDjangoSessionDeps & RefuseEndedSignInDeps

/**
 * A proven identity → a session at the Django door, by the linking policy. What proved it is spent with it.
 *
 * @throws AuthError `proof_replayed`, `address_unproven`, `user_suspended`, `proof_expired` where the provider has ended it meanwhile
 */
export const openIdentityAtDjango = async (
  deps: OpenIdentityAtDjangoDeps,
  checked: CheckedIdentity,
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => {
  const { identity } = checked
  const signedIn = await deps.storage.transaction(async (stores) => {
    await spendProofs(stores, checked)
    const user = await findOrCreateUser(deps, stores, identity)
    await keepTokens(deps, stores, { identity, tokens: checked.tokens })
    return openDjangoSession(deps, stores, { ...request, user, proof: identity })
  })
  await refuseEndedSignIn(deps, identity, signedIn.session)
  deps.log.info('session opened', {
    user: signedIn.user.id,
    session: signedIn.session.id,
    provider: identity.provider,
  })
  return signedIn
}
