import type { NextAuthOptions } from 'next-auth-v4'
import { type Google, googleProviderV4 } from '../google-provider-v4.js'
import { decodeSession, encodeSession } from './session-cookie.js'
import { isAboutToExpire, refreshTokens, signInAtBackend } from './tokens.js'

export interface Article001Options {
  /** As in `http://127.0.0.1:8000/api`, without a slash at its end. */
  readonly backendApiBase: string
  readonly google: Google
}

/**
 * NextAuth in front of dj-rest-auth and simplejwt: the tokens of the backend live in NextAuth's cookie, are refreshed when
 * somebody asks for the session, and the access token is handed to the page.
 */
export const authOptions001 = ({ backendApiBase, google }: Article001Options): NextAuthOptions => ({
  secret: 'the secret of the frontend of article 001',
  session: { strategy: 'jwt' },
  jwt: { encode: encodeSession, decode: decodeSession },
  providers: [googleProviderV4(google)],
  callbacks: {
    signIn: ({ account }) => account?.provider === 'google',
    async jwt({ token, account }) {
      // What is thrown here NextAuth shows as `error=Callback`.
      if (account) return { ...token, ...(await signInAtBackend(backendApiBase, account)) }
      if (!isAboutToExpire(token['accessToken'])) return token
      const renewed = await refreshTokens(backendApiBase, token['refreshToken'])
      return renewed === undefined ? { ...token, exp: 0 } : { ...token, ...renewed }
    },
    session: ({ session, token }) => ({ ...session, accessToken: token['accessToken'] }),
  },
})
