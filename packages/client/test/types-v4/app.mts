// An app that has NextAuth v4 and no v5.
import { createLatchkeyBridge, type RequestWithCookies } from '@latchkey/client/next-auth'
import '@latchkey/client/next-auth/session-types'
import type { NextApiRequest } from 'next'
import NextAuth, { getServerSession, type NextAuthOptions } from 'next-auth'
import GoogleProvider from 'next-auth/providers/google'

const latchkey = createLatchkeyBridge({ issuer: 'https://auth.example.com' })

export const authOptions: NextAuthOptions = latchkey.authOptions({
  providers: [
    GoogleProvider({ clientId: 'id', clientSecret: 'secret' }),
    latchkey.credentials({ userAddress: (headers) => headers.get('x-real-ip') ?? undefined }),
  ],
  callbacks: {
    signIn: ({ account, user }) => account?.provider === 'google' && user.email !== null,
    jwt: ({ token, trigger }) => ({ ...token, trigger }),
    session: ({ session }) => ({ ...session, greeting: `Hello ${session.user.name}` }),
  },
})
export const handler: unknown = NextAuth(authOptions)

export const page = async (request: NextApiRequest): Promise<string> => {
  const session = await getServerSession(authOptions)
  if (session === null) return 'Please sign in.'
  const id: string = session.user.id
  const sessionId: string = session.sessionId
  const anyRequest: RequestWithCookies = request
  const token: string | null = await latchkey.getAccessToken(anyRequest)
  return [id, sessionId, token, await latchkey.getAccessToken(request)].join()
}

export const plain: NextAuthOptions = { providers: [latchkey.credentials()] }

// @ts-expect-error there is no v5 config here
latchkey.config({ providers: [] })
// @ts-expect-error a misspelt option of NextAuth is still an error
latchkey.authOptions({ providers: [], page: {} })
