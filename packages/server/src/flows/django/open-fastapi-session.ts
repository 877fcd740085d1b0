import { makeFastapiToken } from '../../forms/fastapi-token.js'
import type { Millis } from '../../model/time.js'
import { type SignInByNameDeps, signInByName, type TypedCredentials } from './sign-in-by-name.js'
import type { SignedInDjango } from './steps/open-django-session.js'

/** How long somebody stays signed in, and with which frontend. */
export interface FastapiSessionRequest {
  readonly lifetime: Millis
  readonly userAgent: string | undefined
}

/**
 * Name and password → a session, and the JWT by which a server-side frontend holds it.
 *
 * @throws AuthError `credentials_wrong`, `user_suspended`, `too_many_attempts`, `overloaded`
 */
export const openFastapiSession = async (
  deps: SignInByNameDeps,
  typed: TypedCredentials,
  { lifetime, userAgent }: FastapiSessionRequest,
): Promise<SignedInDjango & { readonly token: string }> => {
  const form = { kind: 'jwt', lifetime, idleLimit: lifetime } as const
  const signedIn = await signInByName(deps, typed, { form, userAgent })
  return { ...signedIn, token: makeFastapiToken(deps, signedIn.session, signedIn.account.id) }
}
