import type { SignInAccount } from './sign-in.js'

/** What a provider gave NextAuth that says who somebody is. */
export type ProviderProof =
  | { readonly kind: 'id_token'; readonly idToken: string }
  /** It says nothing by itself: Latchkey asks this provider to whom it was issued, and whose it is. */
  | { readonly kind: 'access_token'; readonly accessToken: string; readonly provider: string }

/**
 * The ID token where there is one, for it is made for this and nothing else; otherwise the access token, as of GitHub. Undefined
 * for a sign-in that no provider was asked about.
 */
export const proofIn = (account: SignInAccount): ProviderProof | undefined => {
  const { id_token: idToken, access_token: accessToken, provider } = account
  if (idToken) return { kind: 'id_token', idToken }
  if (accessToken) return { kind: 'access_token', accessToken, provider }
  return undefined
}
