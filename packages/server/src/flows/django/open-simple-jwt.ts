import type { AccessTokenMaker } from '../../forms/access-token.js'
import type { Millis } from '../../model/time.js'
import { type ClaimsOfFirstTokenDeps, claimsOfFirstToken } from '../steps/claims-of-token.js'
import { type SignInByNameDeps, signInByName, type TypedCredentials } from './sign-in-by-name.js'
import { type ProviderProof, type SignInByProofDeps, signInByProof } from './sign-in-by-proof.js'
import { issueSimpleJwt, type SimpleJwtPair } from './steps/issue-simple-jwt.js'

export type OpenSimpleJwtDeps = SignInByNameDeps &
  SignInByProofDeps &
  AccessTokenMaker &
  ClaimsOfFirstTokenDeps

/** Who wants a session, and how long it may be. */
export interface OpenSimpleJwt {
  readonly proof:
    | { readonly kind: 'password'; readonly typed: TypedCredentials }
    | { readonly kind: 'provider'; readonly shown: ProviderProof }
  readonly limits: { readonly lifetime: Millis; readonly idleLimit: Millis }
  readonly userAgent: string | undefined
}

/**
 * Password, or what a provider gave → a session held as two JWTs.
 *
 * @throws AuthError about what was shown, `hook_denied`, `hook_failed`
 */
export const openSimpleJwt = async (
  deps: OpenSimpleJwtDeps,
  { proof, limits, userAgent }: OpenSimpleJwt,
): Promise<SimpleJwtPair> => {
  const request = { form: { kind: 'jwt', ...limits }, userAgent } as const
  const signedIn =
    proof.kind === 'password'
      ? await signInByName(deps, proof.typed, request)
      : await signInByProof(deps, proof.shown, request)
  const claims = await claimsOfFirstToken(deps, signedIn)
  return issueSimpleJwt(deps, { ...signedIn, claims }, limits.idleLimit)
}
