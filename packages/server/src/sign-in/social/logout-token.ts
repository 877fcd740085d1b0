import { AuthError } from '@latchkey/contract'
import type { SignInOrigin } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { IdTokenVerifier } from '../../ports/id-token-verifier.js'
import type { ProviderEventVerifier } from '../../ports/provider-event-verifier.js'
import { bareIssuer, isIssuer } from './is-issuer.js'
import type { Provider, Providers } from './provider.js'
import type { SpendableProof } from './spendable-proof.js'

export interface CheckLogoutTokenDeps {
  readonly providers: Providers
  readonly idTokens: Pick<IdTokenVerifier, 'peekIssuer'>
  readonly providerEvents: ProviderEventVerifier
}

/** Whose sign-ins have ended at a provider: of a person there, of a session there, or both. */
export type EndedSignIn = Pick<SignInOrigin, 'provider' | 'issuer'> &
  ({ readonly sub: string; readonly sid?: string } | { readonly sub?: undefined; readonly sid: string })

export interface CheckedLogoutToken {
  readonly ended: EndedSignIn
  /** Its `jti`, until when it is remembered, and when it was issued by the clock of the provider. */
  readonly id: Omit<SpendableProof, 'key'> & { readonly jti: string; readonly issuedAt: Millis }
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'

/**
 * What a provider says by a logout token (OIDC Back-Channel Logout 1.0 §2.6). Checked as if an attacker had sent it: whoever can forge one
 * signs people out.
 *
 * ```json
 * { "iss": "https://sso.example.com", "aud": "latchkey", "iat": 1471566154, "exp": 1471566274, "jti": "bWJq", "sub": "248289761001",
 *   "sid": "08a5019c-17e1-4977-8f42-65a12843ea02", "events": { "http://schemas.openid.net/event/backchannel-logout": {} } }
 * ```
 *
 * @throws AuthError `provider_unknown` where this provider may not end sessions, `logout_token_refused`, `provider_unreachable`
 */
export const checkLogoutToken = async (
  deps: CheckLogoutTokenDeps,
  { providerId, logoutToken }: { readonly providerId: string; readonly logoutToken: string },
): Promise<CheckedLogoutToken> => {
  const { id, idTokens, clientIds } = findLogoutProvider(deps.providers(), providerId)
  const issuer = deps.idTokens.peekIssuer(logoutToken)
  if (issuer === undefined || !isIssuer(idTokens, issuer)) throw refused(id, 'it is of another issuer')
  const check = await deps.providerEvents.verifyLogoutToken(logoutToken, {
    expectedIssuer: issuer,
    acceptedAudiences: clientIds,
    acceptedAlgorithms: idTokens.algorithms,
    jwksUri: idTokens.jwksUri,
    onlyPublic: idTokens.onlyPublic,
  })
  if (!check.ok) {
    const detail = `${id}: ${check.detail}`
    throw new AuthError(check.fault === 'unreachable' ? 'provider_unreachable' : 'logout_token_refused', {
      detail,
      cause: check.cause,
    })
  }
  const { claims, events } = check
  // §2.6, 5 and 7. A nonce belongs to an ID token: one that the same keys have signed must never end a session.
  const event = events[LOGOUT_EVENT]
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw refused(id, 'it does not say that it is a logout token')
  if (Object.hasOwn(claims, 'nonce')) throw refused(id, 'it has a nonce')
  const named = readNamed(id, claims)
  return {
    ended: { provider: id, issuer: bareIssuer(issuer), ...named },
    id: { jti: check.id, issuedAt: check.issuedAt, expiresAt: check.expiresAt },
  }
}

/** A provider whose logout tokens are heard. @throws AuthError `provider_unknown` */
const findLogoutProvider = (
  providers: readonly Provider[],
  providerId: string,
): Provider & { readonly idTokens: NonNullable<Provider['idTokens']> } => {
  const provider = providers.find(({ id }) => id === providerId)
  const idTokens = provider?.idTokens
  if (provider?.backChannelLogout !== true || idTokens === undefined)
    throw new AuthError('provider_unknown', { detail: 'backChannelLogout is not on' })
  return { ...provider, idTokens }
}

/** §2.6, 4: at least one of them. */
const readNamed = (
  providerId: string,
  { sub, sid }: Readonly<Record<string, unknown>>,
): { readonly sub: string; readonly sid?: string } | { readonly sid: string } => {
  if (sub !== undefined && !isText(sub)) throw refused(providerId, 'sub must be a text')
  if (sid !== undefined && !isText(sid)) throw refused(providerId, 'sid must be a text')
  if (sub !== undefined) return { sub, ...(sid !== undefined && { sid }) }
  if (sid !== undefined) return { sid }
  throw refused(providerId, 'it names nobody: neither sub nor sid')
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

const refused = (providerId: string, detail: string): AuthError =>
  new AuthError('logout_token_refused', { detail: `${providerId}: ${detail}` })
