import { AuthError, pagePaths } from '@latchkey/contract'
import { type BeginLogoutDeps, beginLogout } from '../../flows/begin-logout.js'
import { answerRedirect } from '../answer.js'
import { readForm } from '../read-form.js'
import { readQuery } from '../read-query.js'
import { pageAddress } from './go-to.js'
import type { PageDeps } from './page-deps.js'
import { showError } from './show-error.js'

/**
 * `GET` and `POST /oauth/end-session` (OpenID Connect RP-Initiated Logout 1.0 §2). An application of whatever site sends a browser here, so this
 * reads no cookie and ends nothing: it checks what was sent, and leads on to the page that does.
 */
export const receiveLogout =
  (deps: PageDeps & BeginLogoutDeps) =>
  async (request: Request): Promise<Response> => {
    try {
      const { method } = request
      const isPost = method === 'POST'
      if (!isPost && method !== 'GET' && method !== 'HEAD')
        throw new AuthError('method_not_allowed', { detail: method })
      const sent = isPost ? await readForm(request) : readQuery(request)
      const wish = await beginLogout(deps, {
        idTokenHint: sent['id_token_hint'],
        clientId: sent['client_id'],
        postLogoutRedirectUri: sent['post_logout_redirect_uri'],
        state: sent['state'],
        uiLocales: sent['ui_locales'],
      })
      return answerRedirect(pageAddress(deps, pagePaths.endSession, { wish }))
    } catch (error) {
      const answer = await showError(deps, { request }, error)
      if (answer.status === 405) answer.headers.set('allow', 'GET, POST') // RFC 9110 §15.5.6
      return answer
    }
  }
