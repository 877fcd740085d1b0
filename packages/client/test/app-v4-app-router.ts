import { createRequire } from 'node:module'
import type { NextAuthOptions } from 'next-auth-v4'
import { vi } from 'vitest'
import { createLatchkeyBridge } from '../src/next-auth/index.js'
import { type App, type AppOptions, AUTH_SECRET, likeInAnotherProcess } from './app.js'
import { likeNext } from './like-next.js'

// CommonJS, taken as such.
const { default: NextAuth } = createRequire(import.meta.url)('next-auth-v4') as typeof import('next-auth-v4')

/** An app with NextAuth v4 in `app/api/auth/[...nextauth]/route.ts`, and passwords alone. */
export const startAppV4OnAppRouter = async ({
  bridge: options,
  credentials,
  config,
}: AppOptions): Promise<App> => {
  likeInAnotherProcess()
  const origin = 'http://localhost:3000'
  vi.stubEnv('NEXTAUTH_URL', origin)
  const bridge = createLatchkeyBridge(options)
  const authOptions: NextAuthOptions = bridge.authOptions({
    ...config,
    secret: AUTH_SECRET,
    providers: [bridge.credentials(credentials)],
  } as never)
  return {
    origin,
    answer: (request) =>
      likeNext(request, (nextRequest) => {
        const nextauth = nextRequest.nextUrl.pathname.replace('/api/auth/', '').split('/')
        const context = { params: Promise.resolve({ nextauth }) }
        return NextAuth(nextRequest as never, context as never, authOptions)
      }),
    bridge,
    sessionOnServer: () => Promise.reject(new Error('This app has no page.')),
    close: async () => void vi.unstubAllEnvs(),
  }
}
