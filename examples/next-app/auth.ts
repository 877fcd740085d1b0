import { createLatchkeyBridge } from '@latchkey/client/next-auth'
import NextAuth from 'next-auth'
import Google from 'next-auth/providers/google'
import { todoApiUrl } from './server/todo-api-url'

const latchkey = createLatchkeyBridge({ audience: todoApiUrl })

const googleIssuer = process.env['GOOGLE_ISSUER']

export const { handlers, signIn, signOut } = NextAuth(
  latchkey.config({
    // GOOGLE_ISSUER points to the development provider; without it, this is Google.
    providers: [Google(googleIssuer ? { issuer: googleIssuer } : {}), latchkey.credentials()],
    // A sign-in that was cancelled at Google goes to `signIn`, a refused one to `error`: one page explains both.
    pages: { signIn: '/auth/error', error: '/auth/error' },
  }),
)

export const { readAccess } = latchkey
