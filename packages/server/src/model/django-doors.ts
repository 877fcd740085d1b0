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
