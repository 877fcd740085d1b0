import { type AccountUser, accountView, pagePaths, paths } from '@latchkey/contract'
import { accountPage } from '../../../pages/views/account-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { read, submit, type Visit } from '../../pages/visit.js'
import { nameOf } from '../../pages/who-is.js'

const show = async (deps: PageDeps, visit: Visit, refused?: Refused): Promise<Response> => {
  const { query, form, frame } = visit
  const { user } = accountView.parse(await read(deps, visit, { route: paths.account }))
  const page = accountPage(frame, {
    who: nameOf(user),
    values: refused === undefined ? valuesOf(user) : form,
    saved: query['done'] === 'saved' && refused === undefined,
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** What is kept, by the names of the fields that show it. */
const valuesOf = ({ name, profile }: AccountUser): Record<string, string | undefined> => {
  const texts = Object.entries(profile).flatMap(([field, value]) =>
    typeof value === 'string' ? [[`profile.${field}`, value]] : [],
  )
  return { name: name ?? undefined, ...Object.fromEntries(texts) }
}

/** `/pages/account`: what people say about themselves. */
export const account: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { form, frame } = visit
    const { profileFields } = frame.site
    // What was emptied is taken away.
    const profile = Object.fromEntries(
      profileFields.map(({ name }) => [name, form[`profile.${name}`] ?? null]),
    )
    const body = { name: form['name'] ?? null, ...(profileFields.length > 0 && { profile }) }
    const answer = await submit(deps, visit, { method: 'PATCH', route: paths.account, body })
    if (!answer.ok) return show(deps, visit, answer)
    return goToPage(deps, pagePaths.account, { query: { done: 'saved' } })
  },
}
