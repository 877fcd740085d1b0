import type { Address } from './address.js'
import type { SignInOrigin } from './session-origin.js'
import type { Millis } from './time.js'

/** One way a user is known elsewhere. `subject` alone names nobody: two providers may use the same one. */
export interface Identity {
  readonly provider: string
  readonly subject: string
}

/** An address a provider told us about. `proven`: the provider says that its mailbox is the person's. */
export interface ProviderAddress extends Address {
  readonly proven: boolean
}

/** When somebody proved who they are whose provider does not say when. It is no recent sign-in, and told to nobody. */
export const LONG_AGO: Millis = 0

/** What a checked proof says about a person. Every way of signing in ends in one of these. */
export interface VerifiedIdentity extends Identity {
  readonly address?: ProviderAddress
  readonly name?: string
  readonly picture?: string
  /** All that its ID token and UserInfo say, for the hooks of the project; only of providers with ID tokens. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** How the person proved it (RFC 8176). */
  readonly amr: readonly string[]
  /** When the person proved it, as far as the provider tells; {@link LONG_AGO} when it does not. */
  readonly authenticatedAt: Millis
  /** Where it was proved; only of providers that may end sessions, which are those with ID tokens. */
  readonly origin?: SignInOrigin
}
