import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { developmentClient } from '@latchkey/testkit'
import type { NextAuthOptions } from 'next-auth-v4'
import { vi } from 'vitest'
import { createLatchkeyBridge } from '../src/next-auth/index.js'
import { type App, type AppOptions, AUTH_SECRET, likeInAnotherProcess } from './app.js'
import { likeNextPages } from './like-next-pages.js'

// CommonJS, taken as such.
const require = createRequire(import.meta.url)
const { default: GoogleProvider } =
  require('next-auth-v4/providers/google') as typeof import('next-auth-v4/providers/google')
const { default: GitHubProvider } =
  require('next-auth-v4/providers/github') as typeof import('next-auth-v4/providers/github')

export const startAppV4 = async ({
  provider,
  twins: { github },
  bridge: options,
  credentials,
  config,
}: AppOptions): Promise<App> => {
  const { id: clientId, secret: clientSecret } = developmentClient
  likeInAnotherProcess()
  const bridge = createLatchkeyBridge(options)
  const authOptions = bridge.authOptions({
    ...config,
    secret: AUTH_SECRET,
    providers: [
      bridge.credentials(credentials),
      GoogleProvider({
        clientId,
        clientSecret,
        issuer: provider.issuer,
        wellKnown: `${provider.issuer}/.well-known/openid-configuration`,
      }),
      GitHubProvider({
        clientId: github.client.id,
        clientSecret: github.client.secret,
        authorization: `${github.url}/login/oauth/authorize?scope=read:user+user:email`,
        token: `${github.url}/login/oauth/access_token`,
        // As v4 has it, it asks the real one for a private address.
        userinfo: {
          url: `${github.url}/user`,
          request: ({ client, tokens }) => client.userinfo(tokens.access_token ?? ''),
        },
      }),
      {
        id: 'plain',
        name: 'OAuth without OpenID',
        type: 'oauth',
        clientId,
        clientSecret,
        wellKnown: `${provider.issuer}/.well-known/openid-configuration`,
        idToken: false,
        authorization: { params: { scope: 'openid email' } },
        token: {
          request: async ({ client, params, checks, provider: { callbackUrl } }) => {
            const { id_token: _unused, ...tokens } = await client.callback(callbackUrl, params, checks)
            return { tokens }
          },
        },
        profile: (profile: { sub: string; email: string }) => ({ id: profile.sub, email: profile.email }),
      },
    ],
  } as NextAuthOptions as never)

  const http = createServer((request, response) => {
    likeNextPages(request, response, authOptions).catch(() => response.writeHead(500).end())
  })
  http.listen(0, 'localhost')
  await once(http, 'listening')
  const origin = `http://localhost:${(http.address() as AddressInfo).port}`
  vi.stubEnv('NEXTAUTH_URL', origin)

  return {
    origin,
    answer: (request) => fetch(request, { redirect: 'manual' }),
    sessionOnServer: async ({ headers }) => (await fetch(`${origin}/page`, { headers })).json(),
    bridge,
    close: async () => {
      vi.unstubAllEnvs()
      http.close()
      http.closeAllConnections()
      await once(http, 'close')
    },
  }
}
