import { CredentialsSignin, type NextAuthConfig, type Session } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'

export interface Article002Options {
  /** As in `http://api:8000`, without a slash at its end. */
  readonly internalApiUrl: string
}

/**
 * Auth.js v5 in front of a FastAPI: the backend checks the password, its token lives in the cookie of Auth.js, and the backend is
 * asked again each time somebody wants to know the session.
 */
export const authConfig002 = ({ internalApiUrl }: Article002Options): NextAuthConfig => ({
  secret: 'the secret of the frontend of article 002',
  trustHost: true,
  session: { strategy: 'jwt' },
  providers: [
    Credentials({
      credentials: { username: {}, password: { type: 'password' } },
      // Everything of the form goes along, what Auth.js put there too: csrfToken and callbackUrl.
      async authorize(credentials) {
        const answer = await fetch(`${internalApiUrl}/users/login/`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(credentials),
        })
        const body = await answer.json()
        if (!answer.ok) throw new CredentialsSignin(body.detail)
        return body
      },
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => ({ ...token, ...user }),
    async session({ session, token }) {
      const answer = await fetch(`${internalApiUrl}/users/session/`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json', // and no body at all
          Authorization: `Bearer ${token['access_token']}`,
        },
      })
      if (answer.status !== 200) return { expires: new Date().toISOString() }
      const { user, access_token, token_type } = await answer.json()
      return { user, expires: session.expires, access_token, token_type } as Session
    },
  },
})
