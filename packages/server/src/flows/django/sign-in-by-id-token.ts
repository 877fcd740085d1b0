import { AuthError } from '@latchkey/contract'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import { checkIdToken } from '../../sign-in/social/id-token.js'
import type { Providers } from '../../sign-in/social/provider.js'
import type { DjangoSessionRequest, SignedInDjango } from './steps/open-django-session.js'
import { type OpenIdentityAtDjangoDeps, openIdentityAtDjango } from './steps/open-identity-at-django.js'

export type SignInByIdTokenDeps = OpenIdentityAtDjangoDeps & {
  readonly idTokens: IdTokenVerifier
  readonly providers: Providers
}

/**
 * ID token of one provider → a session at the Django door.
 *
 * @throws AuthError `provider_unknown`, `proof_…`, `provider_unreachable`, `address_unproven`, `user_suspended`
 */
export const signInByIdToken = async (
  deps: SignInByIdTokenDeps,
  { providerId, idToken }: { readonly providerId: string; readonly idToken: string },
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => {
  const provider = deps.providers().find(({ id }) => id === providerId)
  if (provider === undefined) throw new AuthError('provider_unknown', { detail: providerId })
  const { identity, proof } = await checkIdToken({ ...deps, providers: () => [provider] }, { idToken })
  return openIdentityAtDjango(deps, { identity, spends: [proof] }, request)
}
