import { AuthError } from '@latchkey/contract'
import { readCsrfSecret } from '../../model/django-csrf-token.js'
import type { Secrets } from '../../ports/secrets.js'
import { checkSource } from '../browser/check-source.js'
import { readDjangoCookies } from './django-cookies.js'

/**
 * Whether a page of ours makes this request, as Django looks at it: the cookie `csrftoken` and the header `X-CSRFToken` stand for one
 * secret, under whatever masks; any of several cookies, for a neighbouring host may have planted one. A neighbour who planted it
 * knows it: what keeps such a page out is `Origin`, which it cannot change.
 *
 * @throws AuthError `csrf_origin_refused`, `csrf_site_refused`; `csrf_token_missing` without a cookie, else `csrf_token_invalid`
 */
export const checkDjangoCsrf = (
  { secrets }: { readonly secrets: Secrets },
  allowedOrigins: readonly string[],
  request: Request,
): void => {
  checkSource({ allowedOrigins }, request)
  const { csrfTokens } = readDjangoCookies(request)
  if (csrfTokens.length === 0) throw new AuthError('csrf_token_missing', { detail: 'no cookie' })
  const told = readCsrfSecret(request.headers.get('x-csrftoken') ?? '')
  if (told === undefined) throw new AuthError('csrf_token_invalid', { detail: 'no header' })
  const kept = csrfTokens.flatMap((token) => readCsrfSecret(token) ?? [])
  if (kept.some((secret) => secrets.equal(secret, told))) return
  throw new AuthError('csrf_token_invalid', { detail: 'cookie and header are of two secrets' })
}
