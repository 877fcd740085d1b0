import { accountView, pagePaths, paths } from '@latchkey/contract'
import { passwordPage } from '../../../pages/views/password-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'
import { requireRecent } from '../../pages/who-is.js'

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, frame } = visit
  const { user, hasPassword } = accountView.parse(await read(deps, visit, { route: paths.account }))
  if (!hasPassword) requireRecent(deps, visit)
  const page = passwordPage(frame, {
    hasPassword,
    email: user.email,
    done: query['done'] === 'changed' && refused === undefined,
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** `/pages/account/password`: another password, or the first one. */
export const password: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { currentPassword, newPassword } = visit.form
    const body = { currentPassword, newPassword }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.changePassword, body })
    if (!answer.ok) return show(deps, visit, answer)
    const { setCookies } = answer
    return goToPage(deps, pagePaths.password, { query: { done: 'changed' }, setCookies })
  },
}
