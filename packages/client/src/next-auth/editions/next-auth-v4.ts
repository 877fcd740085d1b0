import type { Edition, Environment } from './edition.js'

/** NextAuth v4 (`next-auth@4`). */
export const nextAuthV4: Edition = {
  errorPage: ({ pages }) => pages?.error ?? `${basePath(process.env)}/error`,

  // Its jwt callback cannot return null. An error clears the cookie and empties the session.
  end: (reason) => {
    throw reason
  },

  // Whatever the message is, it becomes the `error` of the answer and of the error page.
  refusal: async (code) => new Error(code),

  cookieName: 'next-auth.session-token',

  isSecure: ({ useSecureCookies }, { forwardedProtocol }, environment) => {
    if (useSecureCookies !== undefined) return useSecureCookies
    const configured = configuredUrl(environment)
    if (configured !== undefined) return configured.protocol === 'https:'
    const trustsHost = (environment['VERCEL'] ?? environment['AUTH_TRUST_HOST']) !== undefined
    return trustsHost && forwardedProtocol !== 'http'
  },

  secret: ({ jwt, secret }, environment) =>
    jwt?.secret ?? secret ?? environment['NEXTAUTH_SECRET'] ?? environment['AUTH_SECRET'],

  salt: () => '',
}

const basePath = (environment: Environment): string => {
  const path = configuredUrl(environment)?.pathname ?? '/'
  return path === '/' ? '/api/auth' : path.replace(/\/$/, '')
}

/** A NEXTAUTH_URL without a scheme means https. */
const configuredUrl = ({ NEXTAUTH_URL: url }: Environment): URL | undefined => {
  if (!url) return undefined
  return new URL(url.startsWith('http') ? url : `https://${url}`)
}
