import { ADMIN_PATH, AuthError, FIRST_OPERATOR } from '@latchkey/contract'
import type { Hono } from 'hono'
import type { Log } from '../ports/log.js'
import { openOperatorCall } from './admin/operator-call.js'
import { refuseProblem } from './admin/refuse-problem.js'
import { type AdminMethod, type AdminRoutesDeps, adminRoutes } from './admin-routes.js'
import type { RequestSource } from './client-network.js'
import { type FirstOperatorDeps, firstOperator } from './doors/admin/first-operator.js'

type Parts = Readonly<Record<string, string>>

/** Mounts the admin door below a path. Everything it refuses is a problem document, what is not there too. */
export const mountAdmin = <Environment extends { Bindings: RequestSource }>(
  app: Hono<Environment>,
  base: string,
  deps: AdminRoutesDeps & FirstOperatorDeps & { readonly log: Log },
): void => {
  const mount = (
    path: string,
    methods: readonly string[],
    answer: (request: Request, source: RequestSource, parts: Parts) => Promise<Response>,
  ): void => {
    app.all(base + path, async ({ req, env }) => {
      try {
        return await answer(req.raw, env ?? {}, req.param() as Parts)
      } catch (error) {
        const refused = refuseProblem(deps.log, req.raw, error)
        // RFC 9110 §15.5.6
        if (refused.status === 405) refused.headers.set('allow', methods.join(', '))
        return refused
      }
    })
  }
  for (const [path, route] of Object.entries(adminRoutes)) {
    mount(path, Object.keys(route), async (request, source, parts) => {
      const found = route[(request.method === 'HEAD' ? 'GET' : request.method) as AdminMethod]
      if (found === undefined) throw new AuthError('method_not_allowed', { detail: request.method })
      return found.endpoint(deps, await openOperatorCall(deps, found, { request, source, parts }))
    })
  }
  mount(ADMIN_PATH + FIRST_OPERATOR, ['POST'], (request, source) => firstOperator(deps, request, source))
  app.all(`${base}${ADMIN_PATH}/*`, ({ req }) => refuseProblem(deps.log, req.raw, new AuthError('not_found')))
}
