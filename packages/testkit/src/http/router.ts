import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { authorize } from '../endpoints/authorize.js'
import { avatar } from '../endpoints/avatar.js'
import { choose } from '../endpoints/choose.js'
import { discovery } from '../endpoints/discovery.js'
import { jwks } from '../endpoints/jwks.js'
import { token } from '../endpoints/token.js'
import { tokeninfo } from '../endpoints/tokeninfo.js'
import { userinfo } from '../endpoints/userinfo.js'
import { isLoopbackOrigin } from '../loopback.js'
import type { Provider } from '../provider.js'
import { answerError } from './answer-error.js'
import { endpointPaths } from './endpoint-paths.js'
import { pageHeaders } from './page-headers.js'
import { refuseForeignHost } from './refuse-foreign-host.js'

const MAX_BODY_BYTES = 64 * 1024

/** Applications of this machine that hold their tokens in the browser may call these; no cookie is involved. */
const loopbackCors = cors({ origin: (origin) => (isLoopbackOrigin(origin) ? origin : null), maxAge: 600 })

/** The table of contents: each address and the file behind it. */
export const createRouter = (provider: Provider): Hono => {
  const router = new Hono()
  router.onError(answerError)
  router.notFound((context) => context.text(`Nothing here. Start at ${endpointPaths.discovery}\n`, 404))
  router.use(refuseForeignHost(provider.issuer))
  router.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (context) => context.text('Too large.\n', 413) }))

  const { authorize: authorizePath, choose: choosePath, ...callable } = endpointPaths
  for (const path of Object.values(callable)) router.use(path, loopbackCors)
  for (const path of [authorizePath, choosePath]) router.use(path, pageHeaders)

  router.get(endpointPaths.discovery, discovery(provider))
  router.get(endpointPaths.jwks, jwks(provider))
  router.on(['GET', 'POST'], endpointPaths.authorize, authorize(provider))
  router.post(endpointPaths.choose, choose(provider))
  router.post(endpointPaths.token, token(provider))
  router.on(['GET', 'POST'], endpointPaths.userinfo, userinfo(provider))
  router.on(['GET', 'POST'], endpointPaths.tokeninfo, tokeninfo(provider))
  // Every browser asks; a 404 would stand in its console.
  router.get('/favicon.ico', (context) => context.body(null, 204))
  router.get('/avatars/:file{[0-9]+\\.svg}', avatar(provider))
  return router
}
