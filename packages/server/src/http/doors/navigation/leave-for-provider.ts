import { AuthError } from '@latchkey/contract'
import { answerRedirect } from '../../answer.js'
import { type BeginAttemptDeps, beginAttempt } from '../../browser/begin-attempt.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { readQuery } from '../../read-query.js'

/**
 * `GET /sign-in/:provider?returnTo=/path`: a link or a button leads here, and on to the provider. Only from pages of this site, or
 * typed: a stranger's page must not sign anybody in, or out of what they had open.
 */
export const leaveForProvider = async (deps: BeginAttemptDeps, call: BrowserCall): Promise<Response> => {
  if (call.request.headers.get('sec-fetch-site') === 'cross-site')
    throw new AuthError('csrf_site_refused', { detail: 'a sign-in begun by another site' })
  const { returnTo, remember } = readQuery(call.request)
  const purpose = { kind: 'sign_in', remember: remember === 'true' } as const
  const { url, setCookies } = await beginAttempt(deps, call, { returnTo, purpose })
  return answerRedirect(url, setCookies)
}
