import type { Context, MiddlewareHandler } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { IssuedAccessToken } from '../../grants/access-tokens.js'
import type { GitHubProvider } from './create-github-provider.js'
import type { GitHubPerson } from './github-person.js'

const DOCUMENTATION = 'https://docs.github.com/rest'

/** Why the REST API refuses. */
interface ApiRefusal {
  readonly status: ContentfulStatusCode
  readonly message: string
}

/** `{"message":"Bad credentials","documentation_url":"https://docs.github.com/rest","status":"401"}` */
export const refuseApi = (context: Context, { status, message }: ApiRefusal): Response =>
  context.json({ message, documentation_url: DOCUMENTATION, status: String(status) }, status)

export const badCredentials: ApiRefusal = { status: 401, message: 'Bad credentials' }

/**
 * Nobody without a name gets through.
 * https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent
 */
export const requireUserAgent: MiddlewareHandler = async (context, next) => {
  if (context.req.header('user-agent')) return next()
  return context.text(
    'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.\n',
    403,
  )
}

const AUTHORIZATION = /^(?:bearer|token) +(gho_\w+)$/i

/** What the token of a request was granted for. The scheme may be `Bearer` or `token`. */
export const findGranted = (
  context: Context,
  { accessTokens }: GitHubProvider,
): IssuedAccessToken<GitHubPerson> | undefined => {
  const [, token = ''] = AUTHORIZATION.exec(context.req.header('authorization') ?? '') ?? []
  return accessTokens.find(token)
}

/** What GitHub says of a token with every answer. */
export const tellScopes = (context: Context, { grant }: IssuedAccessToken<GitHubPerson>): void => {
  context.header('X-OAuth-Scopes', grant.request.scopes.join(', '))
  context.header('Cache-Control', 'private, no-store')
}
