import { type AccountUser, pagePaths, paths } from '@latchkey/contract'
import { deletePage } from '../../../pages/views/delete-page.js'
import type { Words } from '../../../pages/words/words.js'
import { answerDocument, answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { submit, type Visit } from '../../pages/visit.js'
import { nameOf, requireRecent, requireUser } from '../../pages/who-is.js'

/** What somebody types to show that they mean it. */
const expectedFrom = ({ email }: AccountUser, words: Words): string => email ?? words.delete.word

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { frame } = visit
  const user = requireUser(visit)
  requireRecent(deps, visit)
  const expected = expectedFrom(user, frame.words)
  const view = { who: nameOf(user), expected, problems: problemsOf(visit, refused) }
  return answerPage(deps, visit, deletePage(frame, view), refused)
}

const refuseConfirmation = (deps: PageDeps, visit: Visit, user: AccountUser): Promise<Response> => {
  const { frame, setCookies } = visit
  const expected = expectedFrom(user, frame.words)
  const problems = [{ field: 'confirmation', sentence: frame.words.delete.mismatch }]
  const page = deletePage(frame, { who: nameOf(user), expected, problems })
  return answerDocument(deps, frame, page, { status: 422, setCookies })
}

/** `/pages/account/delete`: asks to have something typed, so that nobody does it by a slip. */
export const deleteAccount: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { state, form, frame } = visit
    const typed = (form['confirmation'] ?? '').trim().toLowerCase()
    const isMeant =
      state.status === 'signed_out' || typed === expectedFrom(state.user, frame.words).toLowerCase()
    if (!isMeant && visit.refused === undefined) return refuseConfirmation(deps, visit, requireUser(visit))
    const answer = await submit(deps, visit, { method: 'DELETE', route: paths.account })
    if (!answer.ok) return show(deps, visit, answer)
    return goToPage(deps, pagePaths.signIn, { query: { done: 'deleted' }, setCookies: answer.setCookies })
  },
}
