import { AuthError, pagePaths, paths } from '@latchkey/contract'
import { findResetOwner } from '../../../flows/find-reset-owner.js'
import { resetNeedsLinkPage, resetPage } from '../../../pages/views/reset-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import { type Refused, refusedBy } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, form, frame, call } = visit
  const token = form['token'] ?? query['token']
  if (token === undefined)
    return answerPage(deps, visit, resetNeedsLinkPage(frame, { problems: [] }), refused)
  const owner = await findResetOwner(deps, token)
  if (owner === undefined) {
    const over = refusedBy(deps, call.request, new AuthError('link_invalid'))
    return answerPage(deps, visit, resetNeedsLinkPage(frame, { problems: problemsOf(visit, over) }), over)
  }
  const view = { token, email: owner.email, problems: problemsOf(visit, refused) }
  return answerPage(deps, visit, resetPage(frame, view), refused)
}

/** `/pages/reset`: another password, by the link of a message. Opening it spends nothing. */
export const reset: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { token, password } = visit.form
    const body = { token, password }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.resetPassword, body })
    if (!answer.ok) return show(deps, visit, answer)
    const { setCookies } = answer
    return goToPage(deps, pagePaths.signIn, { query: { done: 'password-reset' }, setCookies })
  },
}
