import type { SignedInBrowser } from '../../flows/steps/open-browser-session.js'
import { type AnswerSessionDeps, answerSession } from './answer-session.js'
import type { BrowserCall } from './browser-call.js'
import { DEVICE_MAX_AGE } from './cookies.js'

export type AnswerSignedInDeps = AnswerSessionDeps

/** Answers somebody who has just signed in: a new session cookie, and one by which the browser is known the next time. */
export const answerSignedIn = (
  deps: AnswerSignedInDeps,
  { cookies: sent }: Pick<BrowserCall, 'cookies'>,
  signedIn: SignedInBrowser & { readonly deviceCookie?: string },
): Response => {
  const { cookies } = deps
  const { session, user, cookie, deviceCookie } = signedIn
  return answerSession(deps, {
    sent,
    current: { session, user },
    sessionCookie: cookie,
    fresh: [
      ...(deviceCookie === undefined ? [] : [cookies.set('device', deviceCookie, DEVICE_MAX_AGE)]),
      ...(sent.signUp === undefined ? [] : [cookies.clear('signUp')]),
      ...(sent.operator === undefined ? [] : [cookies.clear('operator')]),
    ],
  })
}
