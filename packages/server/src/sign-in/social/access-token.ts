import { AuthError } from '@latchkey/contract'
import { LONG_AGO, type VerifiedIdentity } from '../../model/identity.js'
import type { SignInOrigin } from '../../model/session-origin.js'
import type { ProviderCalls } from '../../ports/provider-calls.js'
import { bareIssuer } from './is-issuer.js'
import type { Provider, Providers } from './provider.js'
import { checkSubject } from './subject.js'

export interface CheckAccessTokenDeps {
  readonly providers: Providers
  readonly providerCalls: ProviderCalls
}

/** An access token of a provider that somebody presents to sign in. */
export interface AccessTokenProof {
  readonly providerId: string
  readonly accessToken: string
}

/** As long as any provider's, and as what may stand in a query. */
const TOKEN_SHAPE = /^[\x21-\x7e]{1,4096}$/

/**
 * Proof → identity, for an access token. It says nothing by itself, so its provider is asked to whom it was issued and whose it
 * is. It is no proof of a sign-in a moment ago, and may come more than once: providers hand out the same one again.
 *
 * @throws AuthError `provider_unknown`, `provider_token_refused`, `provider_refused`, `provider_unreachable`
 */
export const checkAccessToken = async (
  deps: CheckAccessTokenDeps,
  { providerId, accessToken }: AccessTokenProof,
): Promise<VerifiedIdentity> => {
  const provider = deps.providers().find(({ id }) => id === providerId)
  if (provider?.readAccessToken === undefined)
    throw new AuthError('provider_unknown', { parameter: 'subject_issuer' })
  if (!TOKEN_SHAPE.test(accessToken)) throw new AuthError('provider_token_refused', { detail: 'its shape' })
  const profile = await provider.readAccessToken(deps.providerCalls, accessToken)
  const subject = checkSubject(provider.id, profile.subject)
  const origin = originOf(provider, subject)
  return {
    ...profile,
    provider: provider.id,
    subject,
    amr: ['fed'],
    authenticatedAt: LONG_AGO,
    ...(origin !== undefined && { origin }),
  }
}

/** Where the subject is the `sub` of the provider's ID tokens too. */
const originOf = ({ id, idTokens }: Provider, sub: string): SignInOrigin | undefined => {
  const [issuer] = idTokens?.issuers ?? []
  return issuer === undefined || idTokens?.readSubject !== undefined
    ? undefined
    : { provider: id, issuer: bareIssuer(issuer), sub }
}
