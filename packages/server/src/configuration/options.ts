import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'
import type { Provider } from '../sign-in/social/provider.js'

/** An application that may use the OAuth door. */
export type ClientOptions = ConfidentialClientOptions | PublicClientOptions

/** An application that runs on a server and can keep a secret: a Next.js app with the NextAuth bridge, an API. */
export interface ConfidentialClientOptions {
  id: string
  type: 'confidential'
  /** At least 32 characters from a random generator. Kept in memory as a hash only. */
  secret: string | undefined
  /** Still accepted while the secret is being replaced. */
  previousSecret?: string | undefined
  /** The scopes it may ask for. Default: all that the server knows. */
  scopes?: readonly string[]
}

/** An application whose code its users hold: mobile, desktop. Its refresh tokens rotate. */
export interface PublicClientOptions {
  id: string
  type: 'public'
  /** The scopes it may ask for. Default: all that the server knows. */
  scopes?: readonly string[]
}

/** How long things live, in milliseconds. */
export interface LifetimeOptions {
  /** An access JWT. Default: 10 minutes. */
  accessToken?: number
  /** A session nobody uses. Default: 14 days. */
  sessionIdle?: number
  /** A session, however much it is used. Default: 90 days. */
  session?: number
  /** How long a public client's previous refresh token is answered again. Default: 30 seconds. */
  refreshGrace?: number
}

/** Everything about a Latchkey server. What is a secret or differs between machines may come from the environment. */
export interface LatchkeyOptions {
  /**
   * The URL under which the world knows this server, without a slash at the end: `https://auth.example.com`.
   * It is the `iss` of every token. Environment: `LATCHKEY_ISSUER`.
   */
  issuer?: string | undefined
  /**
   * The root secrets, newest first: the first seals and signs, the others are still accepted. At least 32 characters each.
   * Environment: `LATCHKEY_SECRET`, with commas between several.
   */
  secrets?: readonly string[] | undefined
  /** `sqlite:path/to/file.db` or `postgres://…`. Default: `sqlite:.latchkey/latchkey.db`. Environment: `LATCHKEY_DATABASE`. */
  database?: string | undefined
  /** The APIs that access tokens are for, the first being the default. Default: the issuer itself. */
  audiences?: readonly string[] | undefined
  /** The scopes your APIs know. `openid`, `profile` and `email` are always there. */
  scopes?: readonly string[] | undefined
  /** Who may prove identities: `google({ … })`, `oidc({ … })`. */
  providers?: readonly Provider[] | undefined
  clients?: readonly ClientOptions[] | undefined
  lifetimes?: LifetimeOptions | undefined
  /** Which algorithm new signing keys get. Default: ES256. */
  signingAlgorithm?: SigningAlgorithm | undefined
  /** `trace` … `fatal`, or `silent`. Default: `info`. Environment: `LATCHKEY_LOG_LEVEL`. */
  logLevel?: string | undefined
  /** Where log lines go, instead of standard output. */
  log?: Log | undefined
  /** The time, for tests. */
  clock?: Clock | undefined
}

/** Types a configuration; use it in `latchkey.config.ts`. */
export const defineConfig = (options: LatchkeyOptions): LatchkeyOptions => options
