import { apiKeyList, pagePaths, paths } from '@latchkey/contract'
import { apiKeysPage } from '../../../pages/views/api-keys-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { DoorRequest, Refused } from '../../pages/ask-door.js'
import { doneOf } from '../../pages/done-of.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'

const DONE = { ended: 'ended', all: 'allEnded' } as const

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { apiKeys } = apiKeyList.parse(await read(deps, visit, { route: paths.accountApiKeys }))
  const page = apiKeysPage(visit.frame, {
    apiKeys,
    done: doneOf(visit, refused, DONE),
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** What each button asks for. */
const requestOf = ({ act, key = '' }: Visit['form']): DoorRequest =>
  act === 'all'
    ? { method: 'DELETE', route: paths.accountApiKeys }
    : { method: 'DELETE', route: `${paths.accountApiKeys}/:id`, id: key }

/** `/pages/account/api-keys`: the keys there are, and ending them. */
export const apiKeys: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const answer = await submit(deps, visit, requestOf(visit.form))
    if (!answer.ok) return show(deps, visit, answer)
    const done = visit.form['act'] === 'all' ? 'all' : 'ended'
    return goToPage(deps, pagePaths.apiKeys, { query: { done } })
  },
}
