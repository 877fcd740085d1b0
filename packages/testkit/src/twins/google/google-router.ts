import type { Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { jwks } from '../../endpoints/jwks.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import type { GoogleProvider } from './create-google-provider.js'
import { discovery } from './discovery.js'
import { endpointPaths } from './endpoint-paths.js'
import { token } from './token.js'
import { tokeninfo } from './tokeninfo.js'
import { userinfo } from './userinfo.js'

/** The table of contents: each address and the file behind it. */
export const createGoogleRouter = (provider: GoogleProvider): Hono => {
  const { authorize: authorizePath, ...callable } = endpointPaths
  const router = createTwinRouter(provider, {
    authorize: { path: authorizePath, endpoint: authorize(provider) },
    callable: Object.values(callable),
    issuer: provider.issuer,
  })
  router.get(endpointPaths.discovery, discovery(provider))
  router.get(endpointPaths.jwks, jwks(provider))
  router.post(endpointPaths.token, token(provider))
  router.on(['GET', 'POST'], endpointPaths.userinfo, userinfo(provider))
  router.on(['GET', 'POST'], endpointPaths.tokeninfo, tokeninfo(provider))
  return router
}
