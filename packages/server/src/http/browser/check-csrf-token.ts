import { AuthError, CSRF_HEADER } from '@latchkey/contract'
import { isSessionCsrfToken, isVisitorCsrfToken } from '../../flows/steps/csrf-token.js'
import { cookieHashOf } from '../../flows/steps/read-browser-session.js'
import type { Secrets } from '../../ports/secrets.js'
import type { BrowserCookies } from './cookies.js'

/**
 * Whether the page that makes this request could read what we told it: the token of the session in its cookie, or, where
 * there is none, the one in its other cookie. A page of another site can read neither, and cannot set the header without
 * asking.
 *
 * @throws AuthError `csrf_token_missing`, `csrf_token_invalid`
 */
export const checkCsrfToken = (
  secrets: Secrets,
  request: Request,
  { session, csrf }: Pick<BrowserCookies, 'session' | 'csrf'>,
): void => {
  const token = request.headers.get(CSRF_HEADER)
  if (token === null || token === '') throw new AuthError('csrf_token_missing')
  const cookieHash = cookieHashOf(secrets, session)
  const matches =
    cookieHash === undefined
      ? csrf.some((cookie) => secrets.equal(token, cookie)) && isVisitorCsrfToken(secrets, token)
      : isSessionCsrfToken(secrets, cookieHash, token)
  if (matches) return
  throw new AuthError('csrf_token_invalid', {
    detail: `not the token of ${cookieHash === undefined ? 'this visitor' : 'the session in the cookie'}`,
  })
}
