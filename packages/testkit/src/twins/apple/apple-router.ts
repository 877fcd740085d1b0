import type { Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { jwks } from '../../endpoints/jwks.js'
import type { WriteRefusal } from '../../http/answer-error.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import type { AppleProvider } from './create-apple-provider.js'
import { discovery } from './discovery.js'
import { token } from './token.js'

/** Every refusal is a 400. https://developer.apple.com/documentation/signinwithapplerestapi/errorresponse */
const writeRefusal: WriteRefusal = ({ error, message }, context) =>
  context.json({ error, error_description: message }, 400)

export const createAppleRouter = (provider: AppleProvider): Hono => {
  const router = createTwinRouter(provider, {
    authorize: { path: '/auth/authorize', endpoint: authorize(provider) },
    callable: [],
    writeRefusal,
  })
  router.get('/.well-known/openid-configuration', discovery(provider))
  router.get('/auth/keys', jwks(provider))
  router.post('/auth/token', token(provider))
  return router
}
