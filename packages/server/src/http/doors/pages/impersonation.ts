import { AuthError, pagePaths, paths, sessionState } from '@latchkey/contract'
import { answerRedirect } from '../../answer.js'
import { goToPage } from '../../pages/go-to.js'
import type { PageRoute } from '../../pages/page-endpoint.js'
import { showError } from '../../pages/show-error.js'
import { submit } from '../../pages/visit.js'

/** `/pages/impersonation`: an operator who acts as somebody else goes back to their console. */
export const impersonation: PageRoute = {
  GET: (deps) => goToPage(deps, pagePaths.home),
  POST: async (deps, visit) => {
    const answer = await submit(deps, visit, { method: 'DELETE', route: paths.impersonation })
    if (!answer.ok)
      return showError(deps, { request: visit.call.request, visit }, new AuthError(answer.refusal.reason))
    const { setCookies } = answer
    const returnTo = deps.browser.console
    return sessionState.parse(answer.body).status === 'signed_in' && returnTo !== undefined
      ? answerRedirect(returnTo, setCookies)
      : goToPage(deps, pagePaths.signIn, { query: { returnTo }, setCookies })
  },
}
