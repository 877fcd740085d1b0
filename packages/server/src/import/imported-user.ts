import type { KeptTokens } from '../forms/kept-tokens.js'
import type { Identity } from '../model/identity.js'
import type { Millis } from '../model/time.js'
import type { FormerForm } from '../ports/imports.js'
import type { Note } from './note.js'

/**
 * Who says that a mailbox is the person's: the source itself, a provider the person came by, or nobody. That the operator
 * vouches for all of them is added later.
 */
export type Proof = 'source' | 'provider' | 'nobody'

/** Somebody as another system knew them, in one shape whatever the system was. Everything is as it was written there. */
export interface ImportedUser {
  /** Names the person there, for ever. */
  readonly sourceId: string
  readonly address: { readonly text: string; readonly proof: Proof } | null
  readonly username: string | null
  /** Further addresses that are proven: they are names to sign in with. */
  readonly otherAddresses: readonly string[]
  readonly name: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly picture: string | null
  /** The password as it was kept there. */
  readonly password: string | null
  readonly suspended: boolean
  readonly createdAt: Millis | null
  readonly lastLoginAt: Millis | null
  readonly roles: readonly string[]
  readonly identities: readonly ImportedIdentity[]
  readonly sessions: readonly ImportedSession[]
  /** For people of a Django backend: frontends know them by this. */
  readonly django: { readonly id: string; readonly authProvider: string | null } | null
  /** What could not be taken, as far as the source can tell. */
  readonly notes: readonly Note[]
}

export interface ImportedIdentity extends Identity {
  readonly email: string | null
  readonly name: string | null
  readonly createdAt: Millis | null
  readonly lastUsedAt: Millis | null
  readonly tokens: KeptTokens | null
}

/** A session of a Django backend, by what carries it. */
export interface ImportedSession {
  readonly form: FormerForm
  /** The token, or the session key. */
  readonly text: string
  readonly createdAt: Millis
  /** Null: it never ends. */
  readonly expiresAt: Millis | null
}
