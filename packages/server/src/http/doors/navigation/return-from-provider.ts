import { errorBody } from '@latchkey/contract'
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
  const { answer, attempt } = await finishAttempt(deps, call, readQuery(call.request))
  const setCookies = answer.headers.getSetCookie()
  if (answer.ok && attempt !== undefined) return answerRedirect(attempt.returnTo, setCookies)
  const { reason } = errorBody.parse(await answer.json())
  const refused = { reason, provider: lastPartOf(call.request) }
  const remember = attempt?.purpose.kind === 'sign_in' && attempt.purpose.remember
  // Who wanted to link something is signed in: they go back to where they asked for it.
  return attempt?.purpose.kind === 'link'
    ? answerRedirect(refusedPage(deps.browser, attempt.returnTo, refused), setCookies)
    : answerRedirect(
        refusedPage(deps.browser, deps.pages.signIn, { ...refused, returnTo: attempt?.returnTo, remember }),
        setCookies,
      )
}
