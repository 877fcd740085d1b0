import type { DjangoUser } from './django-account.js'
import type { Millis } from './time.js'

/** `drfToken({ … })`, checked. */
export interface DrfTokenSettings {
  readonly kind: 'drfToken'
  /** Without a slash at its end. */
  readonly prefix: string
  /** Where people sign in, by provider. */
  readonly signIn: ReadonlyMap<string, string>
  /** Where a token is ended. */
  readonly signOut: string
  readonly endOthers: boolean
  /** Whether a refused sign-in is answered with nothing that could be read as JSON. */
  readonly isUnreadable: boolean
}

/** `fastapiTokens({ … })`, checked. */
export interface FastapiTokensSettings {
  readonly kind: 'fastapiTokens'
  readonly prefix: string
  readonly lifetime: Millis
  /** IP addresses from which attempts are counted by account alone. */
  readonly frontendServers: readonly string[]
}

/** A cookie of a door, and what it says beside its name and value. */
export interface DoorCookies {
  readonly access: string
  readonly refresh: string
  readonly sameSite: 'Lax' | 'None'
  readonly secure: boolean
}

/** `djRestAuth({ … })`, checked. */
export interface DjRestAuthSettings {
  readonly kind: 'djRestAuth'
  readonly prefix: string
  /** Where people sign in with a provider, by its id. */
  readonly social: ReadonlyMap<string, { readonly path: string; readonly redirectUri: string | undefined }>
  /** What the two JWTs are called in an answer to a sign-in. */
  readonly names: { readonly access: string; readonly refresh: string }
  /** Undefined: tokens travel in bodies and headers only. */
  readonly cookies: DoorCookies | undefined
  readonly describeUser: (user: DjangoUser) => Readonly<Record<string, unknown>>
  readonly signInWith: 'username' | 'address' | 'either'
  /** Whether signing out needs the refresh token, as it does where the backend keeps a blacklist. */
  readonly needsRefreshToSignOut: boolean
  readonly limits: { readonly lifetime: Millis; readonly idleLimit: Millis; readonly refreshGrace: Millis }
  /** IP addresses from which attempts are counted by account alone. */
  readonly frontendServers: readonly string[]
  /** Origins whose pages may read its answers. */
  readonly origins: readonly string[]
  /** Origins whose pages may ask for what goes by cookies: those, that of the issuer, and those of the browser door. */
  readonly pages: readonly string[]
}

/** `djangoSession({ … })`, checked. */
export interface DjangoSessionSettings {
  readonly kind: 'djangoSession'
  readonly prefix: string
  readonly lifetime: Millis
  /** The origins whose pages may use it. */
  readonly origins: readonly string[]
  /** Whether its cookies go over https only. */
  readonly isSecure: boolean
  /** Who may prove identities, by the name that stands in the path. */
  readonly social: ReadonlyMap<string, DjangoSocialSettings>
}

/** A provider that a frontend sends people to by itself. */
export interface DjangoSocialSettings {
  readonly provider: string
  /** With which the frontend asks for the code. */
  readonly redirectUri: string
}
