import { AuthError, paths } from '@latchkey/contract'
import { type BeginSocialSignInDeps, beginSocialSignIn } from '../../flows/begin-social-sign-in.js'
import type { AttemptPurpose } from '../../model/sign-in-attempt.js'
import type { BrowserSettings } from '../../model/topology.js'
import { lastPartOf } from '../last-part-of.js'
import type { BrowserCall } from './browser-call.js'
import { carryAttempt } from './carry-attempt.js'
import type { CookieWriter } from './cookies.js'
import { readRedirectUri, readReturnTo } from './read-page-address.js'

export interface BeginAttemptDeps extends BeginSocialSignInDeps {
  readonly browser: BrowserSettings
  readonly cookies: CookieWriter
}

/** What a page asks for when it sends somebody to a provider. */
export interface AttemptRequest {
  readonly returnTo?: string | undefined
  readonly redirectUri?: string | undefined
  readonly purpose: AttemptPurpose
}

/** Begins, and says which cookies go along: that of this sign-in, and the end of those that are too many. */
export const beginAttempt = async (
  deps: BeginAttemptDeps,
  call: Pick<BrowserCall, 'request' | 'cookies' | 'current'>,
  { returnTo, redirectUri, purpose }: AttemptRequest,
): Promise<{ readonly url: string; readonly setCookies: readonly string[] }> => {
  const { browser } = deps
  const providerId = lastPartOf(call.request)
  const { url, ...carried } = await beginSocialSignIn(deps, {
    providerId,
    returnTo: readReturnTo(browser, returnTo),
    redirectUri:
      redirectUri === undefined ? ownCallback(browser, providerId) : readRedirectUri(browser, redirectUri),
    purpose,
    isAgain: call.current !== undefined,
    attempts: call.cookies.attempts,
  })
  return { url, setCookies: carryAttempt(deps, carried) }
}

/**
 * Our own address for coming back. Where pages are on another site, what they have set is in a jar of that site (CHIPS), which
 * is not looked into when the browser is here: they come back to a page of their own.
 */
const ownCallback = ({ cookie, home }: BrowserSettings, providerId: string): string => {
  if (cookie.partitioned) throw new AuthError('redirect_uri_needed', { parameter: 'redirectUri' })
  return `${home}${paths.callback}/${providerId}`
}
