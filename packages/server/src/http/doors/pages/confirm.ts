import { AuthError, pagePaths, paths } from '@latchkey/contract'
import { isSignUpLink } from '../../../flows/is-sign-up-link.js'
import { enterCodePage, followLinkPage, nothingToConfirmPage } from '../../../pages/views/confirm-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import { type Refused, refusedBy } from '../../pages/ask-door.js'
import { goOn, goToPage } from '../../pages/go-to.js'
import { forgetReturnTo, readKeptReturnTo } from '../../pages/kept-return-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'

/** After these there is nothing to confirm here any more. */
const OVER: readonly string[] = ['link_invalid', 'sign_up_unknown']

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, form, frame, call } = visit
  const returnTo = readKeptReturnTo(deps, visit)
  const reason = refused?.refusal.reason
  const problems = problemsOf(visit, refused)
  const knowsBrowser = call.cookies.signUp !== undefined
  const token = form['token'] ?? (form['act'] === undefined ? query['token'] : undefined)
  if (reason !== undefined && OVER.includes(reason)) {
    return answerPage(deps, visit, nothingToConfirmPage(frame, { returnTo, problems }), refused)
  }
  if (token !== undefined && !(await isSignUpLink(deps, token))) {
    const over = refusedBy(deps, call.request, new AuthError('link_invalid'))
    const view = { returnTo, problems: problemsOf(visit, over) }
    return answerPage(deps, visit, nothingToConfirmPage(frame, view), over)
  }
  if (token !== undefined) {
    const isAsked = reason === 'confirmation_needs_password'
    const asksPassword = !knowsBrowser || isAsked || form['password'] !== undefined
    // That a password is wanted is no mistake of anybody's: it is said in the text.
    const view = { returnTo, token, asksPassword, problems: isAsked ? [] : problems }
    return answerPage(deps, visit, followLinkPage(frame, view), refused)
  }
  const page = knowsBrowser
    ? enterCodePage(frame, {
        returnTo,
        resent: query['done'] === 'resent' && refused === undefined,
        problems,
      })
    : nothingToConfirmPage(frame, { returnTo, problems })
  return answerPage(deps, visit, page, refused)
}

const resend = async (deps: PageDeps, visit: Visit): Promise<Response> => {
  const answer = await submit(deps, visit, { method: 'POST', route: paths.resendSignUp, body: {} })
  if (!answer.ok) return show(deps, visit, answer)
  return goToPage(deps, pagePaths.confirm, { query: { done: 'resent', returnTo: visit.returnTo } })
}

/** `/pages/confirm`: the end of a sign-up, by code or by link. Opening the link alone spends nothing. */
export const confirm: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { act, code, token, password } = visit.form
    if (act === 'resend') return resend(deps, visit)
    // People type the space that stands in the message.
    const body = token === undefined ? { code: code?.replaceAll(/\s/g, '') } : { token, password }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.confirmSignUp, body })
    if (!answer.ok) return show(deps, visit, answer)
    const setCookies = [...answer.setCookies, ...forgetReturnTo(deps, visit)]
    return goOn(deps, { returnTo: readKeptReturnTo(deps, visit) }, setCookies)
  },
}
