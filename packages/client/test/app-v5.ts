import { register } from 'node:module'
// What Next puts in place before anything of it runs.
import 'next/dist/server/node-environment-baseline.js'
import { developmentClient } from '@latchkey/testkit'
import type { NextApiRequest, NextApiResponse } from 'next'
import { type WorkStore, workAsyncStorage } from 'next/dist/server/app-render/work-async-storage.external.js'
import { workUnitAsyncStorage } from 'next/dist/server/app-render/work-unit-async-storage.external.js'
import { createRequestStoreForAPI } from 'next/dist/server/async-storage/request-store.js'
import { NextRequest } from 'next/server.js'
import type NextAuthFunction from 'next-auth'
import type { NextAuthConfig } from 'next-auth'
import { createLatchkeyBridge } from '../src/next-auth/index.js'
import { type App, type AppOptions, AUTH_SECRET, likeInAnotherProcess } from './app.js'

// Auth.js imports next/server and next/headers, which only Next's bundler resolves. Node wants the extension.
const RESOLVE_NEXT = `export const resolve = (name, context, next) =>
  next(/^next\\/(server|headers|navigation)$/.test(name) ? name + '.js' : name, context)`

register(`data:text/javascript,${encodeURIComponent(RESOLVE_NEXT)}`)

export const startAppV5 = async ({
  provider,
  bridge: options,
  credentials,
  config,
}: AppOptions): Promise<App> => {
  const NextAuth = (await import('next-auth')).default as typeof NextAuthFunction
  const { clientId, clientSecret } = {
    clientId: developmentClient.id,
    clientSecret: developmentClient.secret,
  }

  likeInAnotherProcess()
  const bridge = createLatchkeyBridge(options)
  const { default: Google } = await import('next-auth/providers/google')
  const { handlers, auth } = NextAuth(
    bridge.config({
      ...(config as Partial<NextAuthConfig>),
      secret: AUTH_SECRET,
      providers: [
        bridge.credentials(credentials),
        Google({ clientId, clientSecret, issuer: provider.issuer }),
        {
          id: 'plain',
          name: 'OAuth without OpenID',
          type: 'oauth',
          clientId,
          clientSecret,
          authorization: { url: `${provider.url}/authorize`, params: { scope: 'openid email' } },
          token: { url: `${provider.url}/token`, conform: withoutIdToken },
          userinfo: `${provider.url}/userinfo`,
          issuer: provider.issuer,
          profile: (profile) => ({ id: String(profile.sub), email: String(profile.email) }),
        },
      ],
    }),
  )

  return {
    origin: 'http://localhost:3000',
    answer: (request) => {
      const nextRequest = new NextRequest(request)
      return likeNext(nextRequest, () => handlers[request.method === 'POST' ? 'POST' : 'GET'](nextRequest))
    },
    bridge,
    sessionOnServer: async ({ headers }) => {
      const plain = {
        headers: { ...Object.fromEntries(headers), host: 'localhost:3000', 'x-forwarded-proto': 'http' },
      }
      return auth(
        plain as unknown as NextApiRequest,
        { appendHeader: () => {} } as unknown as NextApiResponse,
      )
    },
    close: async () => {},
  }
}

/** What Next puts around a route handler: it says how the request came, and `cookies()` and `headers()` are those of it. */
const likeNext = async <Result>(request: NextRequest, handler: () => Promise<Result>): Promise<Result> => {
  request.headers.set('x-forwarded-proto', 'http')
  const store = createRequestStoreForAPI(request, request.nextUrl, NO_TAGS, undefined, undefined, undefined)
  return workAsyncStorage.run({ route: '/api/auth/[...nextauth]' } as WorkStore, () =>
    workUnitAsyncStorage.run(store, handler),
  )
}

const NO_TAGS = { tags: [], expirationsByCacheKind: new Map() }

const withoutIdToken = async (response: Response): Promise<Response> => {
  const { id_token: _unused, ...tokens } = (await response.json()) as Record<string, unknown>
  return Response.json(tokens)
}
