import { AuthError } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import { LONG_AGO, type ProviderAddress, type VerifiedIdentity } from '../../model/identity.js'
import type { SignInOrigin } from '../../model/session-origin.js'
import { type Millis, SECOND } from '../../model/time.js'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import { bareIssuer, isIssuer } from './is-issuer.js'
import type { IdTokenClaims, IdTokenRules, Provider, Providers } from './provider.js'
import type { SpendableProof } from './spendable-proof.js'
import { checkSubject } from './subject.js'

/** An ID token somebody presents to sign in. */
export interface IdTokenProof {
  readonly idToken: string
  /** The nonce the client sent with its authorization request, when it wants it compared here. */
  readonly expectedNonce?: string | undefined
  /** Whether the provider was asked for `auth_time`: then a token without it says nothing about when (OIDC Core §2). */
  readonly asksAuthTime?: boolean
}

/** The identity, and what marks the proof as used. */
export interface CheckedIdToken {
  readonly identity: VerifiedIdentity
  /** The `sub` it was issued for, whatever the provider's people are told apart by. */
  readonly sub: string
  /** As it was signed, whether it was compared or not. */
  readonly nonce: string | undefined
  readonly proof: SpendableProof
}

/** A provider that issues ID tokens. */
type Issuer = Pick<Provider, 'id' | 'clientIds'> & { readonly idTokens: IdTokenRules }

/** Of a text that anybody may have written, in a log line. */
const LONGEST_QUOTE = 120

/**
 * Proof → identity, for an ID token (OIDC Core §3.1.3.7). Checked as if an attacker had sent it.
 *
 * @throws AuthError with a `proof_…` code, or `provider_unreachable`
 */
export const checkIdToken = async (
  deps: { readonly idTokens: IdTokenVerifier; readonly providers: Providers },
  proof: IdTokenProof,
): Promise<CheckedIdToken> => {
  const issuer = deps.idTokens.peekIssuer(proof.idToken)
  if (issuer === undefined) throw new AuthError('proof_malformed')
  const provider = deps
    .providers()
    .filter(issuesIdTokens)
    .find(({ idTokens }) => isIssuer(idTokens, issuer))
  if (provider === undefined)
    throw new AuthError('proof_issuer_unknown', {
      detail: `iss ${JSON.stringify(issuer.slice(0, LONGEST_QUOTE))}`,
    })

  const check = await deps.idTokens.verify(proof.idToken, {
    expectedIssuer: issuer,
    acceptedAudiences: provider.clientIds,
    acceptedAlgorithms: provider.idTokens.algorithms,
    jwksUri: provider.idTokens.jwksUri,
    onlyPublic: provider.idTokens.onlyPublic,
  })
  if (!check.ok) {
    throw new AuthError(check.code, { detail: `${provider.id}: ${check.detail}`, cause: check.cause })
  }

  const { claims } = check
  refuseOtherKinds(claims, provider)
  checkAuthorizedParty(claims, provider)
  const nonce = typeof claims['nonce'] === 'string' ? claims['nonce'] : undefined
  if (proof.expectedNonce !== undefined && nonce !== proof.expectedNonce)
    throw new AuthError('proof_nonce_mismatch')
  const sub = checkSubject(provider.id, claims['sub'])
  return {
    identity: { ...toIdentity(claims, provider, proof), origin: toOrigin(claims, provider, { issuer, sub }) },
    sub,
    nonce,
    proof: { key: check.proofKey, expiresAt: check.expiresAt },
  }
}

const issuesIdTokens = (provider: Provider): provider is Provider & Issuer => provider.idTokens !== undefined

/**
 * Tokens of other kinds that some providers sign with the same keys, issuer and audience: logout tokens (OIDC Back-Channel
 * Logout §2.4) and security events have `events`; access tokens say what they are in `typ` (Keycloak) or `token_use` (Cognito).
 */
const refuseOtherKinds = (claims: IdTokenClaims, provider: Issuer): void => {
  const { events, typ, token_use: use } = claims
  const isIdToken =
    events === undefined && (typ === undefined || typ === 'ID') && (use === undefined || use === 'id')
  if (!isIdToken) throw new AuthError('proof_claims_invalid', { detail: `${provider.id}: not an ID token` })
}

/** OIDC Core §3.1.3.7, 4 and 5: several audiences need an authorized party, and it must be one of ours. */
const checkAuthorizedParty = (claims: IdTokenClaims, provider: Issuer): void => {
  const { aud, azp } = claims
  if (azp === undefined && !(Array.isArray(aud) && aud.length > 1)) return
  if (typeof azp === 'string' && provider.clientIds.includes(azp)) return
  throw new AuthError('proof_audience_mismatch', {
    detail: `${provider.id}: azp ${typeof azp === 'string' ? JSON.stringify(azp) : typeof azp}`,
  })
}

const toIdentity = (
  claims: IdTokenClaims,
  provider: Issuer,
  { asksAuthTime = false }: IdTokenProof,
): VerifiedIdentity => {
  const { readSubject, readProfile } = provider.idTokens
  const address = readAddress(claims, provider)
  return {
    provider: provider.id,
    subject: checkSubject(provider.id, readSubject === undefined ? claims['sub'] : readSubject(claims)),
    ...(address !== undefined && { address }),
    ...readProfile(claims),
    claims,
    amr: ['fed'],
    authenticatedAt: readAuthenticationTime(claims, asksAuthTime),
  }
}

const toOrigin = (
  { sid, iat }: IdTokenClaims,
  provider: Issuer,
  { issuer, sub }: { readonly issuer: string; readonly sub: string },
): SignInOrigin => ({
  provider: provider.id,
  issuer: bareIssuer(issuer),
  sub,
  ...(typeof sid === 'string' && sid !== '' && { sid }),
  issuedAt: keptMoment(Number(iat)),
})

const readAddress = (claims: IdTokenClaims, { idTokens }: Issuer): ProviderAddress | undefined => {
  const address = typeof claims['email'] === 'string' ? parseAddress(claims['email']) : undefined
  return address && { ...address, proven: idTokens.provesAddress(claims) }
}

/**
 * `auth_time` when the provider tells it, never later than when it issued the token. Some write 0, or less, for a time they do not
 * know. Who was not asked for it is believed about the moment of issue; who was asked and is silent is not: whoever sits before a
 * session that was left open could have taken the question out of the address.
 */
const readAuthenticationTime = (claims: IdTokenClaims, asksAuthTime: boolean): Millis => {
  const issuedAt = Number(claims['iat'])
  const told = claims['auth_time']
  const isTold = typeof told === 'number' && told > 0
  if (!isTold && asksAuthTime) return LONG_AGO
  const authTime = isTold ? Math.min(told, issuedAt) : issuedAt
  return keptMoment(authTime)
}

/** A NumericDate as it is kept: whole, and not from before the epoch, of which a provider says nothing we could keep. */
const keptMoment = (seconds: number): Millis => Math.max(0, Math.floor(seconds)) * SECOND
