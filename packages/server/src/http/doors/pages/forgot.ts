import { pagePaths, paths } from '@latchkey/contract'
import { forgotPage, linkSentPage } from '../../../pages/views/forgot-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, form, frame, returnTo } = visit
  if (query['done'] === 'sent' && refused === undefined)
    return answerPage(deps, visit, linkSentPage(frame, { returnTo }))
  const page = forgotPage(frame, { returnTo, email: form['email'], problems: problemsOf(visit, refused) })
  return answerPage(deps, visit, page, refused)
}

/** `/pages/forgot`: the same for every address. */
export const forgot: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { returnTo, form } = visit
    const body = { email: form['email'] }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.forgotPassword, body })
    if (!answer.ok) return show(deps, visit, answer)
    return goToPage(deps, pagePaths.forgot, { query: { done: 'sent', returnTo } })
  },
}
