import { ADMIN_PATH, AuthError } from '@latchkey/contract'
import type { Hono } from 'hono'
import type { Log } from '../ports/log.js'
import { openOperatorCall } from './admin/operator-call.js'
import { refuseProblem } from './admin/refuse-problem.js'
import { type AdminMethod, type AdminRoutesDeps, adminRoutes } from './admin-routes.js'
import type { RequestSource } from './client-network.js'

/** Mounts the admin door below a path. Everything it refuses is a problem document, what is not there too. */
export const mountAdmin = <Environment extends { Bindings: RequestSource }>(
  app: Hono<Environment>,
  base: string,
  deps: AdminRoutesDeps & { readonly log: Log },
): void => {
  for (const [path, route] of Object.entries(adminRoutes)) {
    app.all(base + path, async ({ req, env }) => {
      const request = req.raw
      try {
        const found = route[(request.method === 'HEAD' ? 'GET' : request.method) as AdminMethod]
        if (found === undefined) throw new AuthError('method_not_allowed', { detail: request.method })
        const given = { request, source: env ?? {}, parts: req.param() as Readonly<Record<string, string>> }
        return await found.endpoint(deps, await openOperatorCall(deps, found, given))
      } catch (error) {
        const refused = refuseProblem(deps.log, request, error)
        // RFC 9110 §15.5.6
        if (refused.status === 405) refused.headers.set('allow', Object.keys(route).join(', '))
        return refused
      }
    })
  }
  app.all(`${base}${ADMIN_PATH}/*`, ({ req }) => refuseProblem(deps.log, req.raw, new AuthError('not_found')))
}
