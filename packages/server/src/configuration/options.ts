import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { ApplicationPages } from '../model/linked-pages.js'
import type { PasswordRules } from '../model/password-rules.js'
import type { Topology } from '../model/topology.js'
import type { BreachList } from '../ports/breach-list.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'
import type { Provider } from '../sign-in/social/provider.js'
import type { DoorConfiguration } from './doors.js'
import type { HookOptions } from './hooks.js'
import type { HostedPages } from './hosted-pages.js'

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
  /**
   * The scopes it may ask for. Default: all that the server knows. Beside those, `ssf.read` and `ssf.manage` let it hold streams of
   * security events, in its own name.
   */
  scopes?: readonly string[]
  /**
   * Whether it may hand over the address and password that a person typed into its own form. Only for applications of your
   * own: it sees the password. Default: false.
   */
  passwordSignIn?: boolean
  /**
   * Where it is told that a session it has tokens of is over, whatever ended it (OpenID Connect Back-Channel Logout 1.0): the server sends a
   * logout token there. Default: nowhere.
   */
  backChannelLogoutUri?: string | undefined
  /**
   * Where people who sign out at this server may be sent back to, each to the letter (OpenID Connect RP-Initiated Logout 1.0). Default: nowhere.
   */
  postLogoutRedirectUris?: readonly string[] | undefined
}

/** An application whose code its users hold: mobile, desktop. Its refresh tokens rotate. */
export interface PublicClientOptions {
  id: string
  type: 'public'
  /** The scopes it may ask for. Default: all that the server knows. */
  scopes?: readonly string[]
  /** As for confidential clients. An address of an app has a scheme that is its own: `com.example.app:/signed-out`. */
  postLogoutRedirectUris?: readonly string[] | undefined
}

/** How long things live, in milliseconds. */
export interface LifetimeOptions {
  /** An access JWT. Default: 10 minutes. */
  accessToken?: number
  /** A session nobody uses. Default: 14 days. */
  sessionIdle?: number
  /** A session, however much it is used. Default: 90 days. */
  session?: number
  /** A session in a browser whose user did not ask to be remembered; its cookie goes with the browser. Default: 1 day. */
  unremembered?: number
  /** How long a public client's previous refresh token is answered again. Default: 30 seconds. */
  refreshGrace?: number
  /** An entry of the audit history; at least a day. Default: for good. */
  auditHistory?: number
}

/** The browser door: accounts, passwords and cookie sessions for pages of your own. */
export interface BrowserOptions {
  /** Where the pages are, seen from Latchkey. Cookies and CORS follow from it. */
  topology: Topology
  /**
   * Who shows the pages: `hostedPages()`, or the application, whose pages messages then lead to, as paths of the app.
   * Default: the application, with `/confirm-sign-up` and the like.
   */
  pages?: Partial<ApplicationPages> | HostedPages | undefined
}

/** How messages leave. */
export interface MailOptions {
  /** `smtps://user:password@mail.example.com`, `smtp://localhost:1025`. Environment: `LATCHKEY_SMTP`. */
  smtp?: string | undefined
  /** `Example <no-reply@example.com>`. Default: `no-reply@` and the host of the app. Environment: `LATCHKEY_MAIL_FROM`. */
  from?: string | undefined
}

/** API keys: what people make for programs of theirs, and show an API in place of an access token. */
export interface ApiKeyOptions {
  /** What a key may be given, of `scopes`. Whoever makes one chooses among them. */
  scopes: readonly string[]
  /** The APIs a key may be for, of `audiences`. Default: all of them. */
  audiences?: readonly string[] | undefined
  /** How many keys one person may have. Default: 25. */
  maxPerUser?: number | undefined
  /** How long a key lives at most, in milliseconds. Default: 365 days. */
  maxLifetime?: number | undefined
  /** How long it lives when nobody says, in milliseconds. Default: 90 days. */
  defaultLifetime?: number | undefined
  /** Whether a key has the roles of its owner beside its scopes. Default: false, so that a key of an administrator is none. */
  carriesRoles?: boolean | undefined
}

/** How receivers of security events are reached. */
export interface EventOptions {
  /**
   * Whether events are pushed into private networks: to 10.0.0.0/8, 192.168.0.0/16, this machine and the like. Whoever holds a client with
   * `ssf.manage` chooses the address. Default: only when the server itself is on this machine.
   */
  privateReceivers?: boolean | undefined
}

/** What passwords must be, and what hashing one costs. */
export interface PasswordOptions extends Partial<PasswordRules> {
  /** Asks a list of breached passwords too: `pwnedPasswords()`. Default: none is asked. */
  breachList?: BreachList | undefined
  /** Argon2id. Default: 19 456 KiB, 2 iterations, one hash a core at a time. Hashes made with others are replaced at sign-in. */
  hashing?: { memoryKiB?: number; iterations?: number; concurrency?: number } | undefined
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
  /** What people may be allowed to do at your APIs: `['articles.read', 'articles.write']`. Default: there is nothing to give. */
  permissions?: readonly string[] | undefined
  /** What each role gives, of `permissions` and of those of Latchkey itself: `{ editor: ['articles.write'] }`. Default: your own give nothing. */
  roles?: Readonly<Record<string, readonly string[]>> | undefined
  /** Who may prove identities: `google({ … })`, `oidc({ … })`. */
  providers?: readonly Provider[] | undefined
  /**
   * Whether providers that operators set in the console may be in private networks. Those named here may be anywhere. Default: only where the
   * issuer is on this machine.
   */
  privateProviders?: boolean | undefined
  clients?: readonly ClientOptions[] | undefined
  lifetimes?: LifetimeOptions | undefined
  /** The name people know your product by; it stands in every message. Default: the host of the app. */
  service?: string | undefined
  /** Opens the browser door. Default: it is shut. */
  browser?: BrowserOptions | undefined
  mail?: MailOptions | undefined
  passwords?: PasswordOptions | undefined
  /** Lets people make API keys. Needs `browser`. Default: there are none. */
  apiKeys?: ApiKeyOptions | undefined
  /** Streams of security events, for clients with the scope `ssf.manage`. */
  events?: EventOptions | undefined
  /** Functions of yours, before and after sign-up, sign-in and token issue. Default: none. */
  hooks?: HookOptions | undefined
  /** What you keep about a person beside name and address: a schema of zod, Valibot or any other Standard Schema library. */
  profile?: StandardSchemaV1 | undefined
  /**
   * Whether operators may do their work at `/admin/api`. Default: where `browser` is. `false` shuts it.
   */
  admin?: boolean | undefined
  /**
   * Whether operators with the permission `latchkey:users.impersonate` may act as somebody else, for an hour and with a banner. Needs the admin door.
   * Default: false.
   */
  impersonation?: boolean | undefined
  /**
   * Whether people get a message when an operator begins to act as them. They find it in their list of sessions either way, while it lasts.
   * Needs `impersonation`. Default: false.
   */
  tellImpersonated?: boolean | undefined
  /**
   * How many proxies of yours a request passes, each of which appends to `X-Forwarded-For`. Attempts are counted by network;
   * behind proxies everybody else would look like one. Default: 0.
   */
  trustedProxies?: number | undefined
  /**
   * Doors with the wire of a backend that Latchkey replaces, so that its frontends run on unchanged: `drfToken({ … })`,
   * `djRestAuth({ … })`, `fastapiTokens({ … })`, `djangoSession({ … })`. Default: none.
   */
  doors?: readonly DoorConfiguration[] | undefined
  /** Which algorithm new signing keys get. Default: ES256. */
  signingAlgorithm?: SigningAlgorithm | undefined
  /** `trace` … `fatal`, or `silent`. Default: `info`. Environment: `LATCHKEY_LOG_LEVEL`. */
  logLevel?: string | undefined
  /** Where log lines go, instead of standard output. */
  log?: Log | undefined
  /** The time, for tests. */
  clock?: Clock | undefined
}
