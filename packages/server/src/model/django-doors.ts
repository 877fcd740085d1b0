import type { Millis } from './time.js'

/** `drfToken({ … })`, checked. */
export interface DrfTokenSettings {
  readonly kind: 'drfToken'
  /** Without a slash at its end. */
  readonly prefix: string
  /** Where people sign in, by provider. */
  readonly signIn: ReadonlyMap<string, string>
  readonly endOthers: boolean
  /** Whether a refused sign-in is answered with nothing that could be read as JSON. */
  readonly isUnreadable: boolean
}

/** `fastapiTokens({ … })`, checked. */
export interface FastapiTokensSettings {
  readonly kind: 'fastapiTokens'
  readonly prefix: string
  readonly lifetime: Millis
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
