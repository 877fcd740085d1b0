import type { SessionCookies } from './cookie/session-cookies.js'
import { verifyCookie } from './cookie/verify-cookie.js'
import type { Possession } from './dpop/possession.js'
import type { TrustedIssuer, TrustedIssuers } from './issuers/trusted-issuers.js'
import { errorOf } from './jwt/error-of.js'
import { isOpaque, type OpaqueTokens } from './opaque/opaque-tokens.js'
import { verifyOpaqueToken } from './opaque/verify-opaque-token.js'
import type { People } from './people/first-sight.js'
import { type Principal, toPrincipal } from './principal.js'
import type { RememberedPrincipals } from './remembered-principals.js'
import type { Presented, PresentedRequest } from './request/presented.js'
import type { Credential } from './request/read-credential.js'
import type { Clock } from './time.js'

/** What recognizing callers stands on. */
export interface Recognizing {
  readonly issuers: TrustedIssuers
  readonly opaque?: OpaqueTokens
  readonly cookie?: SessionCookies
  readonly possession: Possession
  readonly people: People<unknown> | undefined
  readonly remembered: RememberedPrincipals
  readonly clock: Clock
  readonly maxTokenLength: number
  readonly rememberFor: number
}

/**
 * Token → principal: every form that comes in the `Authorization` header.
 *
 * @throws AuthError with the reason
 */
export async function recognizeToken(
  guard: Recognizing,
  credential: Credential,
  presented: Presented | undefined,
): Promise<Principal> {
  const { opaque, issuers, clock, remembered } = guard
  const { token } = credential
  // Never remembered: it ends when its session does.
  if (opaque !== undefined && isOpaque(token, guard.maxTokenLength)) {
    const { principal, issuer } = await verifyOpaqueToken(token, opaque, guard)
    await guard.possession.check(principal, credential, presented)
    return meet(guard, principal, { ...issuer, token })
  }
  const verdict = await issuers.verify(token)
  if (!verdict.ok) throw errorOf(verdict)
  const { issuer, payload } = verdict
  const claimed = toPrincipal(issuer, payload, issuer.read(payload))
  // Before anything is made of the person: whoever stole the token is not them.
  await guard.possession.check(claimed, credential, presented)
  const principal = guard.people === undefined ? claimed : await meet(guard, claimed, { ...issuer, token })
  remembered.remember(
    token,
    principal,
    Math.min(principal.expiresAt + issuer.clockTolerance, clock() + guard.rememberFor),
  )
  return principal
}

/**
 * Session cookie → principal. `none` when the guard takes no cookies or the request has none, `ended` for one that opens nothing any more.
 *
 * @throws AuthError with the reason
 */
export async function recognizeCookie(
  guard: Recognizing,
  request: PresentedRequest | undefined,
): Promise<Principal | 'none' | 'ended'> {
  if (guard.cookie === undefined || request === undefined) return 'none'
  const standing = await verifyCookie(request, guard.cookie, guard)
  if (typeof standing === 'string') return standing
  // A cookie is for the server that set it, and for nobody's userinfo endpoint.
  return meet(guard, standing.principal, { ...standing.issuer, token: '', userInfo: async () => undefined })
}

const meet = async (
  { people }: Recognizing,
  principal: Principal,
  origin: Pick<TrustedIssuer, 'wants' | 'userInfo'> & { readonly token: string },
): Promise<Principal> =>
  people === undefined
    ? principal
    : Object.freeze({ ...principal, user: await people.meet(principal, origin) })
