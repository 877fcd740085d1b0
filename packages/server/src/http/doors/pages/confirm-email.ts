import { pagePaths, paths } from '@latchkey/contract'
import { confirmEmailPage } from '../../../pages/views/confirm-email-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'
import { nameOf, requireUser } from '../../pages/who-is.js'

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Response | Promise<Response> => {
  const { query, form, frame } = visit
  const user = requireUser(visit)
  const token = form['token'] ?? query['token']
  if (token === undefined && refused === undefined) return goToPage(deps, pagePaths.email)
  const isOver = refused?.refusal.reason === 'link_invalid'
  const page = confirmEmailPage(frame, {
    who: nameOf(user),
    token: isOver ? undefined : token,
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** `/pages/confirm-email`: the link to a new address, followed while signed in. Opening it spends nothing. */
export const confirmEmail: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const body = { token: visit.form['token'] }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.confirmEmail, body })
    if (!answer.ok) return show(deps, visit, answer)
    return goToPage(deps, pagePaths.email, { query: { done: 'changed' }, setCookies: answer.setCookies })
  },
}
