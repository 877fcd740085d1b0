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
import { checkStanding } from './revocation/check-standing.js'
import type { Clock } from './time.js'
import { whenDone } from './when-done.js'

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
export function recognizeToken(
  guard: Recognizing,
  credential: Credential,
  presented: Presented | undefined,
): Principal | Promise<Principal> {
  const { opaque } = guard
  const { token } = credential
  if (opaque !== undefined && isOpaque(token, guard.maxTokenLength))
    return recognizeOpaque(guard, opaque, { credential, presented })
  return whenDone(guard.issuers.verify(token), (verdict) => {
    if (!verdict.ok) throw errorOf(verdict)
    const { issuer, payload } = verdict
    const claimed = toPrincipal(issuer, payload, issuer.read(payload))
    // Before anything is made of the person: whoever has signed out is not there, and whoever stole the token is not them.
    const proving = whenDone(checkStanding(issuer, payload), () =>
      guard.possession.check(claimed, credential, presented),
    )
    const known = whenDone(proving, () => meet(guard, claimed, { issuer, token }))
    return whenDone(known, (principal) =>
      // Once more, for what ended meanwhile: from here on the token is forgotten when its session ends.
      whenDone(checkStanding(issuer, payload), () => {
        const until = Math.min(principal.expiresAt + issuer.clockTolerance, guard.clock() + guard.rememberFor)
        guard.remembered.remember(token, principal, until)
        return principal
      }),
    )
  })
}

/** Never remembered: it ends when its session does. */
async function recognizeOpaque(
  guard: Recognizing,
  opaque: OpaqueTokens,
  { credential, presented }: { readonly credential: Credential; readonly presented: Presented | undefined },
): Promise<Principal> {
  const { token } = credential
  const { principal, issuer } = await verifyOpaqueToken(token, opaque, guard)
  await guard.possession.check(principal, credential, presented)
  return meet(guard, principal, { issuer, token })
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
  const { wants } = standing.issuer
  return meet(guard, standing.principal, { issuer: { wants, userInfo: async () => undefined }, token: '' })
}

/** Where nobody is met, a principal is what the token says. */
const meet = (
  { people }: Recognizing,
  principal: Principal,
  { issuer, token }: { readonly issuer: Pick<TrustedIssuer, 'wants' | 'userInfo'>; readonly token: string },
): Principal | Promise<Principal> => {
  if (people === undefined) return principal
  const { wants, userInfo } = issuer
  return people
    .meet(principal, { wants, userInfo, token })
    .then((user) => Object.freeze({ ...principal, user }))
}
