import { identityList, pagePaths, paths, providerAddress } from '@latchkey/contract'
import { identitiesPage, leavingPage } from '../../../pages/views/identities-page.js'
import { answerDocument, answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { cameBackRefused } from '../../pages/came-back-refused.js'
import { doneOf } from '../../pages/done-of.js'
import { goToPage, pageAddress } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'

const DONE = { linked: 'linkedNow', unlinked: 'unlinked' } as const

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { frame } = visit
  const { identities } = identityList.parse(await read(deps, visit, { route: paths.accountIdentities }))
  const problems = refused === undefined ? cameBackRefused(visit) : problemsOf(visit, refused)
  const page = identitiesPage(frame, {
    identities,
    done: problems.length === 0 ? doneOf(visit, refused, DONE) : undefined,
    problems,
  })
  return answerPage(deps, visit, page, refused)
}

const route = `${paths.accountIdentities}/:id`

const link = async (deps: PageDeps, visit: Visit): Promise<Response> => {
  const { provider = '' } = visit.form
  const body = { returnTo: pageAddress(deps, pagePaths.identities, { done: 'linked' }) }
  const answer = await submit(deps, visit, { method: 'POST', route, id: provider, body })
  if (!answer.ok) return show(deps, visit, answer)
  const { url } = providerAddress.parse(answer.body)
  const name = visit.frame.site.providers.find(({ id }) => id === provider)?.name ?? provider
  const { setCookies } = answer
  return answerDocument(deps, visit.frame, leavingPage(visit.frame, { provider: name, url }), { setCookies })
}

const unlink = async (deps: PageDeps, visit: Visit): Promise<Response> => {
  const { identity = '' } = visit.form
  const answer = await submit(deps, visit, { method: 'DELETE', route, id: identity })
  if (!answer.ok) return show(deps, visit, answer)
  return goToPage(deps, pagePaths.identities, { query: { done: 'unlinked' } })
}

/** `/pages/account/identities`: accounts elsewhere that open this one. */
export const identities: PageRoute = {
  GET: show,
  POST: (deps, visit) => (visit.form['act'] === 'link' ? link(deps, visit) : unlink(deps, visit)),
}
