import type NextAuth from 'next-auth'

/*
 * An app has v4 or v5, both named next-auth, and each lacks the type names of the other. What both have is the default
 * export, so the config types are read off its parameters. The type for the edition that is not installed is never.
 */

/** CommonJS seen from an ES module: the function is a member. */
type NextAuthFunction = typeof NextAuth extends { default: infer Inner } ? Inner : typeof NextAuth

type NextAuthParameters = NextAuthFunction extends (...parameters: infer All) => unknown ? All : never

/** `NextAuthConfig` of Auth.js v5: `NextAuth(config)`. */
export type NextAuthV5Config = NextAuthParameters extends [config: infer Config]
  ? Exclude<Config, (...parameters: never[]) => unknown>
  : never

/** `NextAuthOptions` of NextAuth v4: `NextAuth(request, response, options)`. */
export type NextAuthV4Options = NextAuthParameters extends [unknown, unknown, infer Options] ? Options : never
