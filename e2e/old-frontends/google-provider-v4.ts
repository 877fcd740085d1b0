import { createRequire } from 'node:module'
import type { Providers } from '@latchkey/testkit'

// CommonJS, taken as such.
const require = createRequire(import.meta.url)
const { default: GoogleProvider } =
  require('next-auth-v4/providers/google') as typeof import('next-auth-v4/providers/google')

/** What a frontend has to know of the provider: where it is, and as whom it signs people in there. */
export type Google = Pick<Providers['google'], 'issuer' | 'client'>

/** NextAuth's provider for Google, pointed at a twin. */
export const googleProviderV4 = ({ issuer, client }: Google) =>
  GoogleProvider({
    clientId: client.id,
    clientSecret: client.secret ?? '',
    issuer,
    wellKnown: `${issuer}/.well-known/openid-configuration`,
  })
