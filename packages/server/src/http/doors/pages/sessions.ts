import { pagePaths, paths, sessionList, sessionState } from '@latchkey/contract'
import { sessionsPage } from '../../../pages/views/sessions-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { DoorRequest, Refused } from '../../pages/ask-door.js'
import { doneOf } from '../../pages/done-of.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'

const DONE = { ended: 'ended', others: 'othersEnded' } as const

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { sessions } = sessionList.parse(await read(deps, visit, { route: paths.accountSessions }))
  const page = sessionsPage(visit.frame, {
    sessions,
    done: doneOf(visit, refused, DONE),
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** What each button asks for. */
const requestOf = ({ act, session = '' }: Visit['form']): DoorRequest => {
  if (act === 'everywhere') return { method: 'DELETE', route: paths.accountSessions }
  if (act === 'others') return { method: 'DELETE', route: paths.accountSessions, query: '?keep=current' }
  return { method: 'DELETE', route: `${paths.accountSessions}/:id`, id: session }
}

/** `/pages/account/sessions`: where somebody is signed in, and signing out there. */
export const sessions: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const answer = await submit(deps, visit, requestOf(visit.form))
    if (!answer.ok) return show(deps, visit, answer)
    const { setCookies } = answer
    if (sessionState.parse(answer.body).status === 'signed_out')
      return goToPage(deps, pagePaths.signIn, { query: { done: 'signed-out' }, setCookies })
    const done = visit.form['act'] === 'others' ? 'others' : 'ended'
    return goToPage(deps, pagePaths.sessions, { query: { done }, setCookies })
  },
}
