import type { Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import { accessToken } from './access-token.js'
import type { FacebookProvider } from './create-facebook-provider.js'
import { debugToken } from './debug-token.js'
import { writeGraphRefusal } from './graph-error.js'
import { me } from './me.js'

const VERSION = '/v23.0'

/** The login dialog and the Graph API, which have hosts of their own at Facebook. A version may be left out. */
export const createFacebookRouter = (provider: FacebookProvider): Hono => {
  const router = createTwinRouter(provider, {
    authorize: { path: `${VERSION}/dialog/oauth`, endpoint: authorize(provider) },
    callable: ['/me', `${VERSION}/me`],
    writeRefusal: writeGraphRefusal,
  })
  const methods = ['GET', 'POST']
  router.on(methods, `${VERSION}/oauth/access_token`, accessToken(provider))
  router.on(methods, ['/me', `${VERSION}/me`], me(provider))
  router.get('/debug_token', debugToken(provider))
  router.get(`${VERSION}/debug_token`, debugToken(provider))
  return router
}
