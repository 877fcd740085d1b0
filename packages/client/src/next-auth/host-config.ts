import type { SignIn } from './sign-in.js'

type Awaitable<T> = T | PromiseLike<T>

/** The claims of NextAuth's own JWT. */
export type HostToken = Record<string, unknown>

/** What `useSession()`, `auth()` and `getServerSession()` give. */
export interface HostSession {
  user?: object | undefined
  expires: string
}

export type SignInParams = SignIn

/** Account and user are there only while somebody signs in. */
export interface JwtParams extends SignIn {
  token: HostToken
}

export interface SessionParams {
  session: HostSession
  token: HostToken
}

/**
 * What NextAuth v4 and Auth.js v5 have in common, as far as the bridge reads or replaces it. Written down here because an
 * app has only one of them installed, and both are called `next-auth`.
 */
export interface HostConfig {
  secret?: string | readonly string[] | undefined
  session?: { strategy?: string | undefined } | undefined
  jwt?: { secret?: unknown; decode?(params: never): Awaitable<HostToken | null> } | undefined
  pages?: { error?: string | undefined } | undefined
  cookies?: { sessionToken?: { name?: string | undefined } | undefined } | undefined
  useSecureCookies?: boolean | undefined
  /** Only v5 has it. */
  basePath?: string | undefined
  adapter?: object | undefined
  callbacks?: HostCallbacks | undefined
  events?: HostEvents | undefined
}

// Methods, not function properties: each edition passes parameters that are richer than these.
export interface HostCallbacks {
  signIn?(params: SignInParams): Awaitable<boolean | string>
  redirect?(params: { url: string; baseUrl: string }): Awaitable<string>
  jwt?(params: JwtParams): Awaitable<HostToken | null>
  session?(params: SessionParams): Awaitable<HostSession>
}

/** The JWT of the cookie; null when it could not be read. */
export interface SignOutMessage {
  token?: HostToken | null | undefined
  session?: unknown
}

export interface SessionMessage {
  session: HostSession
  token?: HostToken | undefined
}

export interface HostEvents {
  signOut?(message: SignOutMessage): Awaitable<void>
  session?(message: SessionMessage): Awaitable<void>
}
