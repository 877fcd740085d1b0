import { AuthError } from '@latchkey/contract'
import type { TrustedIssuers } from '../issuers/trusted-issuers.js'
import { askKeeper } from '../opaque/ask-keeper.js'
import { principalBehind, type Standing } from '../opaque/principal-behind.js'
import type { PresentedRequest } from '../request/presented.js'
import type { Clock } from '../time.js'
import { checkPage } from './check-page.js'
import { findCookie } from './find-cookie.js'
import type { SessionCookies } from './session-cookies.js'

/**
 * Session cookie → principal; `none` when the request has no such cookie.
 *
 * @returns `ended` for a cookie that opens nothing any more: browsers go on sending it, so where signing in is optional it is a stranger's
 * @throws AuthError `csrf_…`, `token_repeated`, and what a JWT with the claims of the session would be refused with
 */
export async function verifyCookie(
  request: PresentedRequest,
  cookies: SessionCookies,
  trust: { readonly issuers: TrustedIssuers; readonly clock: Clock },
): Promise<Standing | 'none' | 'ended'> {
  const value = findCookie(request, cookies.name)
  if (value === undefined) return 'none'
  // Before anybody is asked: what another site makes browsers send costs nothing.
  const csrfToken = checkPage(request, cookies)
  const session = await askKeeper(() => cookies.check(value))
  if (session === undefined) return 'ended'
  if (csrfToken !== undefined && !session.isCsrfToken(csrfToken))
    throw new AuthError('csrf_token_invalid', { detail: 'not the token of the session in the cookie' })
  return principalBehind(session.claims, cookies.issuer, trust)
}
