import type { Edition } from './edition.js'

/** Auth.js v5 (`next-auth@5`). */
export const authJsV5: Edition = {
  errorPage: ({ pages, basePath }) => pages?.error ?? `${basePath ?? '/api/auth'}/error`,

  end: () => null,

  // Auth.js knows its own class only: any other error reads as a fault of the configuration.
  refusal: async (code) => {
    const authJs = await import('next-auth')
    return Object.assign(new authJs.CredentialsSignin(`Latchkey: ${code}`), { code })
  },

  cookieName: 'authjs.session-token',

  isSecure: ({ useSecureCookies }, { forwardedProtocol, protocol }, environment) => {
    const configured = environment['AUTH_URL'] ?? environment['NEXTAUTH_URL']
    return useSecureCookies ?? (configured ?? forwardedProtocol ?? protocol ?? 'https').startsWith('https')
  },

  // NextAuth() writes the secret it found into the config.
  secret: ({ jwt, secret }, environment) =>
    jwt?.secret ??
    (secret === undefined || secret.length === 0
      ? (environment['AUTH_SECRET'] ?? environment['NEXTAUTH_SECRET'])
      : secret),

  salt: (cookieName) => cookieName,
}
