import { AuthError, paths } from '@latchkey/contract'
import type { Guard } from '@latchkey/guard'
import { Hono } from 'hono'
import type { ReadUserInfoDeps } from '../flows/read-user-info.js'
import type { Log } from '../ports/log.js'
import { answerPublicDocument } from './answer.js'
import { type IntrospectDeps, introspect } from './doors/oauth/introspect.js'
import { type MetadataDeps, metadata } from './doors/oauth/metadata.js'
import { type RevokeDeps, revoke } from './doors/oauth/revoke.js'
import { type TokenDeps, token } from './doors/oauth/token.js'
import { userInfo } from './doors/oauth/user-info.js'
import { refuse } from './refuse.js'

export interface RouterDeps extends TokenDeps, RevokeDeps, IntrospectDeps, ReadUserInfoDeps, MetadataDeps {
  readonly guard: Guard
  readonly jwks: () => object
  readonly log: Log
}

const MINUTE_IN_SECONDS = 60
/** Must stay well below the time a new signing key is published before it signs. */
export const JWKS_MAX_AGE = 5 * MINUTE_IN_SECONDS
const METADATA_MAX_AGE = 60 * MINUTE_IN_SECONDS

type Endpoint = (request: Request) => Promise<Response> | Response

/** Every address of the server. Requests are for the path of the issuer and what lies below it. */
export const createRouter = (deps: RouterDeps): Hono => {
  const app = new Hono()
  const { origin, pathname } = new URL(deps.issuer)
  const base = pathname === '/' ? '' : pathname
  const metadataText = JSON.stringify(metadata(deps))
  const metadataDocument: Endpoint = () => answerPublicDocument(metadataText, METADATA_MAX_AGE)

  // One handler a path: a second one would make Hono compose them at each request.
  const mount = (methods: readonly ('GET' | 'POST')[], path: string, endpoint: Endpoint): void => {
    const answered: readonly string[] = methods.includes('GET') ? [...methods, 'HEAD'] : methods
    app.all(path, ({ req }) =>
      answered.includes(req.method) ? endpoint(req.raw) : refuseMethod(deps.log, req.raw, methods),
    )
  }

  mount(['POST'], base + paths.token, (request) => token(deps, request))
  mount(['POST'], base + paths.revoke, (request) => revoke(deps, request))
  mount(['POST'], base + paths.introspect, (request) => introspect(deps, request))
  mount(['GET', 'POST'], base + paths.userinfo, (request) => userInfo(deps, request))
  mount(['GET'], base + paths.jwks, () => answerPublicDocument(JSON.stringify(deps.jwks()), JWKS_MAX_AGE))
  mount(['GET'], base + paths.openidConfiguration, metadataDocument)
  // RFC 8414 §3: the well-known part comes between the host and the path of the issuer.
  mount(['GET'], paths.authorizationServerMetadata + base, metadataDocument)
  mount(['GET'], base + paths.health, () => answerPublicDocument('{"status":"ok"}', 0))

  app.notFound((context) => refuse(deps.log, context.req.raw, new AuthError('not_found', { detail: origin })))
  app.onError((error, context) => refuse(deps.log, context.req.raw, error))
  return app
}

const refuseMethod = (log: Log, request: Request, methods: readonly string[]): Response => {
  const refused = refuse(log, request, new AuthError('method_not_allowed', { detail: request.method }))
  refused.headers.set('allow', methods.join(', ')) // RFC 9110 §15.5.6
  return refused
}
