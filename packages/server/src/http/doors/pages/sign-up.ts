import { pagePaths, paths } from '@latchkey/contract'
import { signUpPage } from '../../../pages/views/sign-up-page.js'
import { answerPage, problemsOf } from '../../pages/answer-page.js'
import type { Refused } from '../../pages/ask-door.js'
import { goToPage } from '../../pages/go-to.js'
import { keepReturnTo } from '../../pages/kept-return-to.js'
import type { PageDeps } from '../../pages/page-deps.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { showSignedIn } from '../../pages/show-signed-in.js'
import { typedProfile } from '../../pages/typed-profile.js'
import { submit, type Visit } from '../../pages/visit.js'

const show = (deps: PageDeps, visit: Visit, refused?: Refused): Response | Promise<Response> => {
  const { state, query, form, frame, returnTo } = visit
  if (state.status === 'signed_in' && refused === undefined) return showSignedIn(deps, visit, state.user)
  const page = signUpPage(frame, {
    returnTo,
    remember: (refused === undefined ? query : form)['remember'] === 'true',
    typed: form,
    problems: problemsOf(visit, refused),
  })
  return answerPage(deps, visit, page, refused)
}

/** `/pages/sign-up`: leads on to the page that asks for the code, whether the address is somebody's or not. */
export const signUp: PageRoute = {
  GET: show,
  POST: async (deps, visit) => {
    const { form, frame, returnTo } = visit
    const { email, password, name, remember } = form
    const profile = typedProfile(frame.site.profileFields, form)
    const body = { email, password, name, profile, remember: remember === 'true' }
    const answer = await submit(deps, visit, { method: 'POST', route: paths.signUp, body })
    if (!answer.ok) return show(deps, visit, answer)
    const setCookies = [...answer.setCookies, ...keepReturnTo(deps, visit)]
    return goToPage(deps, pagePaths.confirm, { query: { returnTo }, setCookies })
  },
}
