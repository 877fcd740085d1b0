import type { Handler, Hono } from 'hono'
import { authorize } from '../../endpoints/authorize.js'
import { choose } from '../../endpoints/choose.js'
import { createTwinRouter } from '../../http/create-twin-router.js'
import { atAuthority } from './at-authority.js'
import type { MicrosoftProvider } from './create-microsoft-provider.js'
import { discovery } from './discovery.js'
import { keys } from './keys.js'
import { readAuthority } from './tenants.js'
import { token } from './token.js'
import { userinfo } from './userinfo.js'
import { writeRefusal } from './write-refusal.js'

/** Every address but one begins with whose accounts are meant. */
export const createMicrosoftRouter = (provider: MicrosoftProvider): Hono => {
  const at =
    (endpoint: (provider: MicrosoftProvider) => Handler): Handler =>
    (context, next) => {
      const authority = readAuthority(context.req.param('authority') ?? '')
      if (authority !== undefined) return endpoint(atAuthority(provider, authority))(context, next)
      const error_description = 'AADSTS90002: Tenant not found. There is no such tenant at this provider.'
      return context.json({ error: 'invalid_tenant', error_description, error_codes: [90_002] }, 400)
    }
  const paths = {
    discovery: '/:authority/v2.0/.well-known/openid-configuration',
    keys: '/:authority/discovery/v2.0/keys',
    userinfo: '/oidc/userinfo',
  }
  const router = createTwinRouter(provider, {
    authorize: { path: '/:authority/oauth2/v2.0/authorize', endpoint: at(authorize) },
    choose: { path: '/:authority/choose', endpoint: at(choose) },
    callable: Object.values(paths),
    writeRefusal,
  })
  router.get(paths.discovery, at(discovery))
  router.get(paths.keys, at(keys))
  router.on(['GET', 'POST'], paths.userinfo, userinfo(provider))
  router.post('/:authority/oauth2/v2.0/token', at(token))
  return router
}
