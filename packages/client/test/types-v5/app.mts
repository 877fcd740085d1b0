// An app that has Auth.js v5 and no v4.
import {
  type Access,
  createLatchkeyBridge,
  LatchkeyUnreachableError,
  signInRefusal,
} from '@latchkey/client/next-auth'
import '@latchkey/client/next-auth/session-types'
import type { NextRequest } from 'next/server'
import NextAuth, { CredentialsSignin, type NextAuthConfig } from 'next-auth'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'

const latchkey = createLatchkeyBridge({ issuer: 'https://auth.example.com' })

const config: NextAuthConfig = latchkey.config({
  providers: [Google, GitHub, latchkey.credentials()],
  callbacks: {
    signIn: ({ account, profile }) => account?.provider === 'google' && profile?.email_verified === true,
    jwt: ({ token, user }) => ({ ...token, seen: user.email }),
    authorized: ({ auth }) => auth?.user.id !== undefined,
  },
})
export const { handlers, auth, signIn, signOut } = NextAuth(config)
export const { getAccessToken } = latchkey
export const lazy = NextAuth((_request) => latchkey.config({ providers: [Google] }))

export const page = async (request: NextRequest): Promise<string> => {
  const session = await auth()
  if (session === null) return signInRefusal(request.nextUrl.searchParams.get('code')) ?? 'Please sign in.'
  const id: string = session.user.id
  const sessionId: string = session.sessionId
  const exposed: string | undefined = session.accessToken
  const token: string | null = await getAccessToken(request)
  const access: Access = await latchkey.readAccess()
  if (access.status === 'unavailable' && access.error instanceof LatchkeyUnreachableError) return 'later'
  return [id, sessionId, exposed, token].join()
}

export const enter = async (form: FormData): Promise<string | undefined> => {
  try {
    await signIn('latchkey', form)
    return undefined
  } catch (error) {
    if (error instanceof CredentialsSignin) return signInRefusal(error.code)
    throw error
  }
}

// @ts-expect-error the address is read off the headers
latchkey.credentials({ userAddress: '203.0.113.7' })
// @ts-expect-error there are no v4 options here
latchkey.authOptions({ providers: [] })
// @ts-expect-error a misspelt option of NextAuth is still an error
latchkey.config({ providers: [], page: {} })
// @ts-expect-error the code of a refusal is text
signInRefusal(403)
