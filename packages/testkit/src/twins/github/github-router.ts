import type { Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import { accessToken } from './access-token.js'
import { checkToken } from './check-token.js'
import type { GitHubProvider } from './create-github-provider.js'
import { requireUserAgent } from './rest-api.js'
import { user } from './user.js'
import { userEmails } from './user-emails.js'
import { writeTokenRefusal } from './write-token-answer.js'

const api = ['/user', '/user/emails', '/applications/:client/token']

/**
 * The web site and the REST API, which have hosts of their own at GitHub. On an Enterprise Server the API is at `/api/v3`: there it
 * answers too, so that who knows one address of a server finds both.
 * https://docs.github.com/en/enterprise-server/rest/using-the-rest-api/getting-started-with-the-rest-api
 */
export const createGitHubRouter = (provider: GitHubProvider): Hono => {
  const bases = ['', '/api/v3']
  const router = createTwinRouter(provider, {
    authorize: { path: '/login/oauth/authorize', endpoint: authorize(provider) },
    callable: bases.flatMap((base) => api.map((path) => base + path)),
    writeRefusal: writeTokenRefusal,
  })
  router.post('/login/oauth/access_token', accessToken(provider))
  for (const base of bases) {
    for (const path of api) router.use(base + path, requireUserAgent)
    router.get(`${base}/user`, user(provider))
    router.get(`${base}/user/emails`, userEmails(provider))
    router.post(`${base}/applications/:client/token`, checkToken(provider))
  }
  return router
}
