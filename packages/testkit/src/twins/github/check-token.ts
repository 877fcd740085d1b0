import { createHash } from 'node:crypto'
import type { Context, Handler } from 'hono'
import { z } from 'zod'
import { authenticateClient } from '../../clients/authenticate-client.js'
import { readParameters } from '../../http/parameters.js'
import { OAuthRefusal } from '../../oauth-refusal.js'
import type { GitHubProvider } from './create-github-provider.js'
import { badCredentials, refuseApi } from './rest-api.js'
import { userBody } from './user-body.js'

const bodySchema = z.object({ access_token: z.string().min(1) })

const readAccessToken = async ({ req }: Context): Promise<string | undefined> => {
  const body: unknown = await req.json().catch(() => undefined)
  return bodySchema.safeParse(body).data?.access_token
}

/** Only HTTP Basic will do, and only by the application that the address names. */
const isAuthenticated = (authorization: string, { req }: Context, { clients }: GitHubProvider): boolean => {
  try {
    const client = authenticateClient(clients, authorization, readParameters(new URLSearchParams()))
    return client.id === req.param('client')
  } catch (error) {
    if (error instanceof OAuthRefusal) return false
    throw error
  }
}

const notFound = { status: 404, message: 'Not Found' } as const

/**
 * Tells an application whether a token is one of its own: 404 for any other, even a genuine one.
 * https://docs.github.com/en/rest/apps/oauth-applications#check-a-token
 *
 *     {"id":1,"app":{"client_id":"…","name":"…","url":"…"},"token":"gho_…","hashed_token":"…","scopes":[…],"user":{…},…}
 */
export const checkToken =
  (provider: GitHubProvider): Handler =>
  async (context) => {
    const authorization = context.req.header('authorization')
    if (authorization === undefined) return refuseApi(context, notFound)
    if (!isAuthenticated(authorization, context, provider)) return refuseApi(context, badCredentials)
    const token = await readAccessToken(context)
    if (token === undefined) return refuseApi(context, { status: 422, message: 'Validation Failed' })
    const issued = provider.accessTokens.find(token)
    const clientId = issued?.grant.request.clientId
    if (issued === undefined || clientId !== context.req.param('client')) {
      return refuseApi(context, notFound)
    }
    const at = new Date(issued.issuedAt).toISOString()
    return context.json({
      id: 1,
      url: `${provider.url}/authorizations/1`,
      app: { client_id: clientId, name: 'Latchkey development', url: 'http://localhost' },
      token,
      hashed_token: createHash('sha256').update(token).digest('hex'),
      token_last_eight: token.slice(-8),
      note: null,
      note_url: null,
      created_at: at,
      updated_at: at,
      expires_at: null,
      fingerprint: null,
      scopes: issued.grant.request.scopes,
      user: userBody(provider, issued.grant.person),
    })
  }
