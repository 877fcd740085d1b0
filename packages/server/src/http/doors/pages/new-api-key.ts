import { apiKeyList, createdApiKey, paths } from '@latchkey/contract'
import { madeApiKeyPage } from '../../../pages/views/made-api-key-page.js'
import { newApiKeyPage, SCOPE_FIELD } from '../../../pages/views/new-api-key-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'
import { requireRecent } from '../../pages/who-is.js'

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { choices } = apiKeyList.parse(await read(deps, visit, { route: paths.accountApiKeys }))
  requireRecent(deps, visit)
  const page = newApiKeyPage(visit.frame, {
    choices,
    typed: refused === undefined ? {} : visit.form,
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** What was typed and ticked, as the endpoint wants it. What is no number of days is refused there. */
const bodyOf = ({ form }: Pick<Visit, 'form'>): Readonly<Record<string, unknown>> => {
  const { name = '', days, audience } = form
  const ticked = Object.keys(form).filter((field) => field.startsWith(SCOPE_FIELD))
  return {
    name,
    scopes: ticked.map((field) => field.slice(SCOPE_FIELD.length)),
    days: days !== undefined && /^\d{1,5}$/.test(days.trim()) ? Number(days) : days,
    audience,
  }
}

/** `/pages/account/api-keys/new`: makes a key, and shows it in the very answer, which is kept nowhere. */
export const newApiKey: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const body = bodyOf(visit)
    const answer = await submit(deps, visit, { method: 'POST', route: paths.accountApiKeys, body })
    if (!answer.ok) return show(deps, visit, answer)
    return answerPage(deps, visit, madeApiKeyPage(visit.frame, createdApiKey.parse(answer.body)))
  },
}
