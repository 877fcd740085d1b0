import type { NextAuthOptions } from 'next-auth-v4'
import { type Google, googleProviderV4 } from '../google-provider-v4.js'

export interface Article000Options {
  /** The whole address of the endpoint: the article fixes no path. */
  readonly loginUrl: string
  readonly google: Google
}

const ONE_DAY = 24 * 60 * 60

/**
 * NextAuth v4 in front of DRF's `authtoken`: Google's ID token goes to the login URL, and whatever JSON comes back goes into the
 * session. A refusal in JSON is taken for success, as there: only what is no JSON, or no answer, ends the sign-in.
 */
export const authOptions000 = ({ loginUrl, google }: Article000Options): NextAuthOptions => ({
  secret: 'the secret of the frontend of article 000',
  session: { strategy: 'jwt', maxAge: ONE_DAY },
  providers: [googleProviderV4(google)],
  callbacks: {
    async signIn({ user, account }) {
      if (account?.provider !== 'google') return false
      try {
        const answer = await fetch(loginUrl, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ auth_token: account.id_token }),
        })
        Object.assign(user, { auth_token: await answer.json() })
        return true
      } catch {
        return false
      }
    },
    jwt: ({ token, user }) =>
      user !== undefined && 'auth_token' in user ? { ...token, auth_token: user.auth_token } : token,
    session: ({ session, token }) => ({ ...session, auth_token: token['auth_token'] }),
  },
})
