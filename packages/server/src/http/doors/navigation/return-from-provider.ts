import type { LinkedPages } from '../../../model/linked-pages.js'
import type { BrowserSettings } from '../../../model/topology.js'
import { answerRedirect } from '../../answer.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { type FinishAttemptDeps, finishAttempt } from '../../browser/finish-attempt.js'
import { refusedPage } from '../../browser/refused-page.js'
import { lastPartOf } from '../../last-part-of.js'
import { readQuery } from '../../read-query.js'

export type ReturnFromProviderDeps = FinishAttemptDeps & {
  readonly pages: LinkedPages
  readonly browser: BrowserSettings
}

/** `GET /callback/:provider`: the person is back, and goes on to where they wanted to go, signed in. */
export const returnFromProvider = async (
  deps: ReturnFromProviderDeps,
  call: BrowserCall,
): Promise<Response> => {
  const finished = await finishAttempt(deps, call, readQuery(call.request))
  const setCookies = finished.answer.headers.getSetCookie()
  if (finished.outcome === 'finished') return answerRedirect(finished.attempt.returnTo, setCookies)
  const { reason, attempt } = finished
  const refused = { reason, provider: lastPartOf(call.request) }
  // Who wanted to link something is signed in: they go back to where they asked for it.
  const page =
    attempt?.purpose.kind === 'link'
      ? refusedPage(deps.browser, attempt.returnTo, refused)
      : refusedPage(deps.browser, deps.pages.signIn, {
          ...refused,
          returnTo: attempt?.returnTo,
          remember: attempt?.purpose.remember,
        })
  return answerRedirect(page, setCookies)
}
