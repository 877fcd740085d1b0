import { type BareCodeProof, type CheckBareCodeDeps, checkBareCode } from '../../sign-in/social/bare-code.js'
import type { DjangoSessionRequest, SignedInDjango } from './steps/open-django-session.js'
import { type OpenIdentityAtDjangoDeps, openIdentityAtDjango } from './steps/open-identity-at-django.js'

export type SignInByCodeDeps = CheckBareCodeDeps & OpenIdentityAtDjangoDeps

/**
 * A code that a frontend asked a provider for by itself → a session at the Django door.
 *
 * @throws AuthError what {@link checkBareCode} throws, `proof_replayed`, `address_unproven`, `user_suspended`
 */
export const signInByCode = async (
  deps: SignInByCodeDeps,
  proof: BareCodeProof,
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => openIdentityAtDjango(deps, await checkBareCode(deps, proof), request)
