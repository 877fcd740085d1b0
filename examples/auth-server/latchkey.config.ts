import { defineConfig, facebook, github, google, hostedPages } from '@latchkey/server'
import { z } from 'zod'

const SECOND = 1000

// Unset here and therefore read from the environment by Latchkey itself: LATCHKEY_ISSUER, LATCHKEY_SECRET,
// LATCHKEY_DATABASE and LATCHKEY_SMTP.
export default defineConfig({
  service: 'Latchkey Todos',
  audiences: [process.env['TODO_API_AUDIENCE'] ?? 'http://localhost:8000'],
  scopes: ['todos:read', 'todos:write'],
  providers: [
    // `latchkey dev` sets all of these, to its twins of the providers. Where GOOGLE_ISSUER, GITHUB_URL or FACEBOOK_URL is not set,
    // this is the real one.
    google({
      clientIds: [process.env['AUTH_GOOGLE_ID'] ?? ''],
      clientSecret: process.env['AUTH_GOOGLE_SECRET'],
      issuer: process.env['GOOGLE_ISSUER'],
    }),
    // The Next.js app passes on access tokens of GitHub: it is the same application there.
    github({
      clientId: process.env['AUTH_GITHUB_ID'] ?? '',
      clientSecret: process.env['AUTH_GITHUB_SECRET'],
      baseUrl: process.env['GITHUB_URL'],
    }),
    facebook({
      clientId: process.env['AUTH_FACEBOOK_ID'] ?? '',
      clientSecret: process.env['AUTH_FACEBOOK_SECRET'],
      baseUrl: process.env['FACEBOOK_URL'],
    }),
  ],
  clients: [
    // It asks people for address and password in its own form, so it must be one of ours.
    { id: 'next-app', type: 'confidential', secret: process.env['NEXT_APP_SECRET'], passwordSignIn: true },
  ],
  // The Vue app passes /auth on to this server, so for the browser both are one origin.
  browser: {
    topology: { kind: 'same-origin', app: process.env['VUE_APP_URL'] ?? 'http://localhost:5173' },
    // The Vue app shows pages of its own. HOSTED_PAGES=true has Latchkey show them: /auth/pages/sign-in.
    pages: process.env['HOSTED_PAGES'] === 'true' ? hostedPages({ accent: '#0b6e4f' }) : undefined,
  },
  trustedProxies: 1,
  // What is kept about a person beside name and address. The Vue app takes its type from here.
  profile: z.object({ company: z.string().trim().max(100, 'Use at most 100 characters.').optional() }),
  lifetimes: {
    // Ten minutes, unless you want to watch access tokens being renewed.
    accessToken: Number(process.env['ACCESS_TOKEN_SECONDS'] ?? 600) * SECOND,
  },
})
