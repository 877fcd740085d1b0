import { createLatchkeyBridge } from '@latchkey/client/next-auth'
import NextAuth from 'next-auth'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import { readGitHubUser } from './server/read-github-user'
import { todoApiUrl } from './server/todo-api-url'

const latchkey = createLatchkeyBridge({ audience: todoApiUrl })

// They point to development providers; without them, these are Google and GitHub.
const googleIssuer = process.env['GOOGLE_ISSUER']
const githubUrl = process.env['GITHUB_URL']

export const { handlers, signIn, signOut } = NextAuth(
  latchkey.config({
    providers: [
      // Without `checks` Auth.js looks at PKCE alone, and takes the answer to another sign-in.
      Google({ checks: ['pkce', 'state', 'nonce'], ...(googleIssuer && { issuer: googleIssuer }) }),
      // It has no ID tokens: Latchkey takes its access token, and asks GitHub whether it is ours. So both are one OAuth app there.
      GitHub({
        checks: ['pkce', 'state'],
        userinfo: { request: readGitHubUser },
        ...(githubUrl && { enterprise: { baseUrl: githubUrl } }),
      }),
      latchkey.credentials(),
    ],
    // A sign-in that was cancelled at a provider goes to `signIn`, a refused one to `error`: one page explains both.
    pages: { signIn: '/auth/error', error: '/auth/error' },
  }),
)

export const { readAccess } = latchkey
