import { register } from 'node:module'
import { developmentClient } from '@latchkey/testkit'
import type { NextApiRequest, NextApiResponse } from 'next'
import type NextAuthFunction from 'next-auth'
import type { NextAuthConfig } from 'next-auth'
import { createLatchkeyBridge } from '../src/next-auth/index.js'
import { type App, type AppOptions, AUTH_SECRET, likeInAnotherProcess } from './app.js'
import { likeNext } from './like-next.js'

// Auth.js imports next/server and next/headers, which only Next's bundler resolves. Node wants the extension.
const RESOLVE_NEXT = `export const resolve = (name, context, next) =>
  next(/^next\\/(server|headers|navigation)$/.test(name) ? name + '.js' : name, context)`

register(`data:text/javascript,${encodeURIComponent(RESOLVE_NEXT)}`)

/** Where a form of the app goes whose server action signs in. */
export const SERVER_ACTION = '/enter'

export const startAppV5 = async ({
  provider,
  twins: { github },
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
  const { default: GitHub } = await import('next-auth/providers/github')
  const { handlers, auth, signIn } = NextAuth(
    bridge.config({
      ...(config as Partial<NextAuthConfig>),
      secret: AUTH_SECRET,
      providers: [
        bridge.credentials(credentials),
        Google({ clientId, clientSecret, issuer: provider.issuer }),
        GitHub({
          clientId: github.client.id,
          clientSecret: github.client.secret,
          enterprise: { baseUrl: github.url },
        }),
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
    answer: (request) =>
      likeNext(request, async (nextRequest) => {
        if (nextRequest.nextUrl.pathname !== SERVER_ACTION) {
          return handlers[request.method === 'POST' ? 'POST' : 'GET'](nextRequest)
        }
        const typed = Object.fromEntries(await nextRequest.formData())
        return new Response(await signIn('latchkey', { ...typed, redirect: false }))
      }),
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

const withoutIdToken = async (response: Response): Promise<Response> => {
  const { id_token: _unused, ...tokens } = (await response.json()) as Record<string, unknown>
  return Response.json(tokens)
}
