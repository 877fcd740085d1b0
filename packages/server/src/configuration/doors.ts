import type { DjangoUser } from '../model/django-account.js'

/** What every door of the Django kind may be told. */
interface DoorOptions {
  /** Below which path of the host its addresses lie, such as `/api`. Default: the root. */
  prefix?: string | undefined
  /** What the primary keys of new people are. Default: `integer`. All doors of a server have one kind. */
  userIds?: 'integer' | 'uuid' | undefined
}

/** What every door may be told that frontends use from a server of theirs. */
interface ServerDoorOptions extends DoorOptions {
  /**
   * IP addresses of servers that sign people in for their pages, as NextAuth does: all their people come from one address, so that
   * attempts from there count by account alone. Only for addresses nobody else sends from; let those servers limit attempts themselves.
   * Default: none.
   */
  frontendServers?: readonly string[] | undefined
}

/** The key with which a former backend signed JWTs, so that nobody is logged out by a cut-over. */
export interface FormerKeyOptions {
  /** Its `SECRET_KEY` or `SIGNING_KEY`; for RS256 and ES256 its public key in PEM. From the environment, never in a file. */
  key: string | undefined
  /** The one algorithm it signed with. Default: HS256. */
  algorithm?: 'HS256' | 'HS384' | 'HS512' | 'RS256' | 'ES256' | undefined
  /** The last day (UTC) on which what it signed is accepted that has not been seen before: `2027-01-31`; or a moment. */
  until: string
}

/** A frontend written for Django REST framework's `authtoken`: social sign-in, and `Authorization: Token <40 hex>`. */
export interface DrfTokenOptions extends DoorOptions {
  /** Where people sign in, by provider. Default: `{ google: '/google/' }`. */
  signIn?: Readonly<Record<string, string>> | undefined
  /** Where a token is ended: a POST with it in the header. REST framework has no such address of its own. Default: `/logout/`. */
  signOut?: string | undefined
  /** What becomes of tokens on other devices when somebody signs in. Default: they `stay`. */
  otherDevices?: 'stay' | 'end' | undefined
  /**
   * How a refused sign-in is worded. A frontend that takes any JSON for a success, as NextAuth callbacks do that never look at the
   * status, needs one that is no JSON: `unreadable`. Default: `json`.
   */
  refusals?: 'json' | 'unreadable' | undefined
}

/** A frontend written for a FastAPI backend over Django's users: credentials, and a session that is asked for at each page. */
export interface FastapiTokensOptions extends ServerDoorOptions {
  /** How long somebody stays signed in, in milliseconds. Default: 30 days. */
  lifetime?: number | undefined
  former?: FormerKeyOptions | undefined
}

/** A frontend written for dj-rest-auth with Simple JWT. */
export interface DjRestAuthOptions extends ServerDoorOptions {
  /**
   * Where people sign in with a provider, by its id: paths of the host. With `redirectUri` a code will do too, which the frontend got
   * at exactly this address. Default: `{ google: { path: '/api/social/login/google/' } }` where Google is a provider.
   */
  social?: Readonly<Record<string, { path: string; redirectUri?: string | undefined }>> | undefined
  /**
   * What the two tokens are called in an answer to a sign-in: `old` is `access_token` and `refresh_token`, as dj-rest-auth had it until
   * 3.x; `new` is `access` and `refresh`. Default: `new`.
   */
  tokenNames?: 'old' | 'new' | undefined
  /** Puts the two tokens into HttpOnly cookies of these names too. Default: no cookies. */
  cookies?: { access: string; refresh: string; sameSite?: 'Lax' | 'None' | undefined } | undefined
  /** What the frontend hears of a person. Default: `pk`, `username`, `email`, `first_name` and `last_name`. */
  user?: ((user: DjangoUser) => Readonly<Record<string, unknown>>) | undefined
  /** What people type to sign in. Default: `either`. */
  signInWith?: 'username' | 'address' | 'either' | undefined
  /** Whether signing out needs the refresh token, as where the backend kept a blacklist. Default: true. */
  blacklist?: boolean | undefined
  /** Origins whose pages call it from the browser: `https://app.example.com`. Default: none, only servers do. */
  origins?: readonly string[] | undefined
  /** How long a refresh token may go unused, in milliseconds. Default: 7 days. */
  refreshLifetime?: number | undefined
  /**
   * How long the refresh token before the current one is answered again, in milliseconds: frontends that render on a server lose an answer now
   * and then. At most 5 minutes, which is the default.
   */
  refreshGrace?: number | undefined
  former?: FormerKeyOptions | undefined
}

/** A single-page app written for Django's session cookie, with python-social-auth beside it. */
export interface DjangoSessionOptions extends DoorOptions {
  /** Below which path of the host its addresses lie. Default: `/api`. */
  prefix?: string | undefined
  /** How long somebody stays signed in, in milliseconds. Default: 14 days. */
  lifetime?: number | undefined
  /**
   * The origins whose pages may use it. Default: those of the browser door's topology when it is open, else the issuer's own.
   */
  origins?: readonly string[] | undefined
  /** Where the app brings codes of providers, by the name in the path: `{ 'google-oauth2': { … } }`. Default: nowhere. */
  social?: Readonly<Record<string, DjangoSocialOptions>> | undefined
}

/** A provider that the app sends people to by itself. */
export interface DjangoSocialOptions {
  /** The id of one of `providers`. */
  provider: string
  /** The redirect URI the app asks for codes with, byte for byte. */
  redirectUri: string
}

/** What stands for a door in the configuration. */
export type DoorConfiguration =
  | { readonly kind: 'djRestAuth'; readonly options: DjRestAuthOptions }
  | { readonly kind: 'drfToken'; readonly options: DrfTokenOptions }
  | { readonly kind: 'fastapiTokens'; readonly options: FastapiTokensOptions }
  | { readonly kind: 'djangoSession'; readonly options: DjangoSessionOptions }

/** Keeps frontends running that were written for Django REST framework's tokens: `doors: [drfToken({ … })]`. */
export const drfToken = (options: DrfTokenOptions = {}): DoorConfiguration => ({ kind: 'drfToken', options })

/** Keeps frontends running that were written for a FastAPI backend over Django's users: `doors: [fastapiTokens({ … })]`. */
export const fastapiTokens = (options: FastapiTokensOptions = {}): DoorConfiguration => ({
  kind: 'fastapiTokens',
  options,
})

/** Keeps frontends running that were written for dj-rest-auth with Simple JWT: `doors: [djRestAuth({ … })]`. */
export const djRestAuth = (options: DjRestAuthOptions = {}): DoorConfiguration => ({
  kind: 'djRestAuth',
  options,
})

/** Keeps a single-page app running that was written for Django's session cookie: `doors: [djangoSession({ … })]`. */
export const djangoSession = (options: DjangoSessionOptions = {}): DoorConfiguration => ({
  kind: 'djangoSession',
  options,
})
