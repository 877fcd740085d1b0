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

/** The web site and the REST API, which have hosts of their own at GitHub. */
export const createGitHubRouter = (provider: GitHubProvider): Hono => {
  const api = ['/user', '/user/emails', '/applications/:client/token'] as const
  const router = createTwinRouter(provider, {
    authorize: { path: '/login/oauth/authorize', endpoint: authorize(provider) },
    callable: api,
    writeRefusal: writeTokenRefusal,
  })
  router.post('/login/oauth/access_token', accessToken(provider))
  for (const path of api) router.use(path, requireUserAgent)
  router.get('/user', user(provider))
  router.get('/user/emails', userEmails(provider))
  router.post('/applications/:client/token', checkToken(provider))
  return router
}
