import { pagePaths, paths } from '@latchkey/contract'
import { emailPage, emailSentPage } from '../../../pages/views/email-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'
import { requireRecent, requireUser } from '../../pages/who-is.js'

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, form, frame } = visit
  const user = requireUser(visit)
  const problems = problemsOf(visit, refused)
  const waitsForCode = refused === undefined ? query['done'] === 'sent' : form['act'] === 'code'
  if (waitsForCode) return answerPage(deps, visit, emailSentPage(frame, { problems }), refused)
  requireRecent(deps, visit)
  const page = emailPage(frame, {
    email: user.email,
    typed: form['email'],
    done: query['done'] === 'changed' && refused === undefined,
    problems,
  })
  return answerPage(deps, visit, page, refused)
}

const confirmByCode = async (deps: PageDeps, visit: Visit): Promise<Response> => {
  const body = { code: visit.form['code']?.replaceAll(/\s/g, '') }
  const answer = await submit(deps, visit, { method: 'POST', route: paths.confirmEmail, body })
  if (!answer.ok) return show(deps, visit, answer)
  return goToPage(deps, pagePaths.email, { query: { done: 'changed' }, setCookies: answer.setCookies })
}

/** `/pages/account/email`: another address, which counts once a message to it was read. */
export const email: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    if (visit.form['act'] === 'code') return confirmByCode(deps, visit)
    const body = { email: visit.form['email'] }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.changeEmail, body })
    if (!answer.ok) return show(deps, visit, answer)
    return goToPage(deps, pagePaths.email, { query: { done: 'sent' } })
  },
}
