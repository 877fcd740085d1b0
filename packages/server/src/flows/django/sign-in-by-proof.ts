import { AuthError } from '@latchkey/contract'
import { checkAccessToken } from '../../sign-in/social/access-token.js'
import { type CheckBareCodeDeps, checkBareCode } from '../../sign-in/social/bare-code.js'
import { checkIdToken } from '../../sign-in/social/id-token.js'
import type { SignInByIdTokenDeps } from './sign-in-by-id-token.js'
import type { DjangoSessionRequest, SignedInDjango } from './steps/open-django-session.js'
import { type CheckedIdentity, openIdentityAtDjango } from './steps/open-identity-at-django.js'

export type SignInByProofDeps = SignInByIdTokenDeps & CheckBareCodeDeps

/** What a frontend got from a provider: the ID token counts when there is one, for it says for whom it was issued. */
export interface ProviderProof {
  readonly providerId: string
  readonly idToken: string | undefined
  readonly accessToken: string | undefined
  /** With the address the frontend asked for it with. */
  readonly code: { readonly code: string; readonly redirectUri: string } | undefined
}

/**
 * What a provider gave to a frontend → a session at the Django door.
 *
 * @throws AuthError `proof_missing`, `proof_…`, `provider_…`, `address_unproven`, `user_suspended`
 */
export const signInByProof = async (
  deps: SignInByProofDeps,
  proof: ProviderProof,
  request: DjangoSessionRequest,
): Promise<SignedInDjango> => openIdentityAtDjango(deps, await check(deps, proof), request)

const check = async (
  deps: SignInByProofDeps,
  { providerId, idToken, accessToken, code }: ProviderProof,
): Promise<CheckedIdentity> => {
  const provider = deps.providers().find(({ id }) => id === providerId)
  if (provider === undefined) throw new AuthError('provider_unknown', { detail: providerId })
  if (idToken !== undefined && provider.idTokens !== undefined) {
    const { identity, proof } = await checkIdToken({ ...deps, providers: () => [provider] }, { idToken })
    return { identity, spends: [proof] }
  }
  if (accessToken !== undefined)
    return { identity: await checkAccessToken(deps, { providerId, accessToken }), spends: [] }
  if (code !== undefined) return checkBareCode(deps, { providerId, ...code })
  throw new AuthError('proof_missing', { detail: providerId })
}
