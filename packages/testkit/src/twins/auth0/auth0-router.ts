import type { Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { jwks } from '../../endpoints/jwks.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import type { Auth0Provider } from './create-auth0-provider.js'
import { discovery } from './discovery.js'
import { token } from './token.js'
import { userinfo } from './userinfo.js'
import { writeRefusal } from './write-refusal.js'

export const createAuth0Router = (provider: Auth0Provider): Hono => {
  const paths = {
    discovery: '/.well-known/openid-configuration',
    jwks: '/.well-known/jwks.json',
    token: '/oauth/token',
    userinfo: '/userinfo',
  }
  const router = createTwinRouter(provider, {
    authorize: { path: '/authorize', endpoint: authorize(provider) },
    callable: Object.values(paths),
    writeRefusal,
  })
  router.get(paths.discovery, discovery(provider))
  router.get(paths.jwks, jwks(provider))
  router.post(paths.token, token(provider))
  router.on(['GET', 'POST'], paths.userinfo, userinfo(provider))
  return router
}
