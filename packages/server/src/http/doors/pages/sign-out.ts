import { pagePaths, paths } from '@latchkey/contract'
import { signOutPage } from '../../../pages/views/sign-out-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goOn, goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'
import { nameOf } from '../../pages/who-is.js'

const leave = (deps: PageDeps, visit: Visit, setCookies: readonly string[]): Response =>
  visit.returnTo === undefined
    ? goToPage(deps, pagePaths.signIn, { query: { done: 'signed-out' }, setCookies })
    : goOn(deps, visit, setCookies)

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Response | Promise<Response> => {
  const { state, frame, returnTo } = visit
  if (state.status === 'signed_out') return leave(deps, visit, visit.setCookies)
  const view = { who: nameOf(state.user), returnTo, problems: problemsOf(visit, refused) }
  return answerPage(deps, visit, signOutPage(frame, view), refused)
}

/** `/pages/sign-out`: asks, and ends the session of this browser. */
export const signOut: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const answer = await submit(deps, visit, { method: 'DELETE', route: paths.session })
    return answer.ok ? leave(deps, visit, answer.setCookies) : show(deps, visit, answer)
  },
}
