import { AuthError } from '@latchkey/contract'
import { parseAddress } from '../../model/address.js'
import type { ProviderAddress, VerifiedIdentity } from '../../model/identity.js'
import { type Millis, SECOND } from '../../model/time.js'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import type { IdTokenClaims, Provider } from './provider.js'

/** An ID token somebody presents to sign in. */
export interface IdTokenProof {
  readonly idToken: string
  /** The nonce the client sent with its authorization request, when it wants it compared here. */
  readonly expectedNonce?: string | undefined
}

/** The identity, and what marks the proof as used. */
export interface CheckedIdToken {
  readonly identity: VerifiedIdentity
  readonly proofKey: string
  readonly expiresAt: Millis
}

/** Of a text that anybody may have written, in a log line. */
const LONGEST_QUOTE = 120

/** At most 255 ASCII characters (OIDC Core §2). */
const SUBJECT_SHAPE = /^[\x20-\x7e]{1,255}$/

/**
 * Proof → identity, for an ID token (OIDC Core §3.1.3.7). Checked as if an attacker had sent it.
 *
 * @throws AuthError with a `proof_…` code, or `provider_unreachable`
 */
export const checkIdToken = async (
  deps: { readonly idTokens: IdTokenVerifier; readonly providers: readonly Provider[] },
  proof: IdTokenProof,
): Promise<CheckedIdToken> => {
  const issuer = deps.idTokens.peekIssuer(proof.idToken)
  if (issuer === undefined) throw new AuthError('proof_malformed')
  const provider = deps.providers.find((candidate) => candidate.issuers.includes(issuer))
  if (provider === undefined)
    throw new AuthError('proof_issuer_unknown', {
      detail: `iss ${JSON.stringify(issuer.slice(0, LONGEST_QUOTE))}`,
    })

  const check = await deps.idTokens.verify(proof.idToken, {
    expectedIssuer: issuer,
    acceptedAudiences: provider.clientIds,
    acceptedAlgorithms: provider.algorithms,
    jwksUri: provider.jwksUri,
  })
  if (!check.ok) {
    throw new AuthError(check.code, { detail: `${provider.id}: ${check.detail}`, cause: check.cause })
  }

  const { claims } = check
  refuseOtherKinds(claims, provider)
  checkAuthorizedParty(claims, provider)
  if (proof.expectedNonce !== undefined && claims['nonce'] !== proof.expectedNonce)
    throw new AuthError('proof_nonce_mismatch')
  return { identity: toIdentity(claims, provider), proofKey: check.proofKey, expiresAt: check.expiresAt }
}

/**
 * Tokens of other kinds that some providers sign with the same keys, issuer and audience: logout tokens (OIDC Back-Channel
 * Logout §2.4) and security events have `events`; access tokens say what they are in `typ` (Keycloak) or `token_use` (Cognito).
 */
const refuseOtherKinds = (claims: IdTokenClaims, provider: Provider): void => {
  const { events, typ, token_use: use } = claims
  const isIdToken =
    events === undefined && (typ === undefined || typ === 'ID') && (use === undefined || use === 'id')
  if (!isIdToken) throw new AuthError('proof_claims_invalid', { detail: `${provider.id}: not an ID token` })
}

/** OIDC Core §3.1.3.7, 4 and 5: several audiences need an authorized party, and it must be one of ours. */
const checkAuthorizedParty = (claims: IdTokenClaims, provider: Provider): void => {
  const { aud, azp } = claims
  if (azp === undefined && !(Array.isArray(aud) && aud.length > 1)) return
  if (typeof azp === 'string' && provider.clientIds.includes(azp)) return
  throw new AuthError('proof_audience_mismatch', {
    detail: `${provider.id}: azp ${typeof azp === 'string' ? JSON.stringify(azp) : typeof azp}`,
  })
}

const toIdentity = (claims: IdTokenClaims, provider: Provider): VerifiedIdentity => {
  const { sub } = claims
  if (typeof sub !== 'string' || !SUBJECT_SHAPE.test(sub)) {
    throw new AuthError('proof_claims_invalid', { detail: `${provider.id}: sub` })
  }
  const address = readAddress(claims, provider)
  return {
    provider: provider.id,
    subject: sub,
    ...(address !== undefined && { address }),
    ...provider.readProfile(claims),
    amr: ['fed'],
    authenticatedAt: readAuthenticationTime(claims),
  }
}

const readAddress = (claims: IdTokenClaims, provider: Provider): ProviderAddress | undefined => {
  const address = typeof claims['email'] === 'string' ? parseAddress(claims['email']) : undefined
  return address && { ...address, proven: provider.provesAddress(claims) }
}

/** `auth_time` when the provider tells it, else the moment it issued the token (never later than that). */
const readAuthenticationTime = (claims: IdTokenClaims): Millis => {
  const issuedAt = Number(claims['iat'])
  const authTime =
    typeof claims['auth_time'] === 'number' ? Math.min(claims['auth_time'], issuedAt) : issuedAt
  // A provider that says something from before the epoch says nothing we could keep.
  return Math.max(0, Math.floor(authTime)) * SECOND
}
