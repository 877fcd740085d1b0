import type { ApiKeySettings } from '../model/api-key.js'
import type { Client } from '../model/client.js'
import type { DjangoIdKind } from '../model/django-account.js'
import type { PasswordRules } from '../model/password-rules.js'
import type { Roles } from '../model/roles.js'
import type { SessionPolicy } from '../model/session.js'
import type { Millis } from '../model/time.js'
import type { BreachList } from '../ports/breach-list.js'
import type { ProfileSchema } from '../ports/profile-schema.js'
import type { SigningAlgorithm } from '../ports/signing-keys.js'
import type { DatabaseSettings } from '../ports/storage.js'
import type { Provider } from '../sign-in/social/provider.js'
import type { BrowserDoorSettings } from './check-browser.js'
import type { DoorSettings } from './check-doors.js'
import type { HookSettings } from './check-hooks.js'
import type { PasswordOptions } from './options.js'

/** A configuration that has been checked, with every default filled in. */
/** Whether events are sent to private networks, and over plain http to this machine. */
export interface EventPushes {
  readonly allowPrivate: boolean
}

export interface Settings {
  readonly issuer: string
  readonly secrets: readonly [string, ...string[]]
  readonly database: DatabaseSettings
  readonly audiences: readonly [string, ...string[]]
  readonly scopes: readonly string[]
  /** What each role gives, those that are built in too. */
  readonly roles: Roles
  readonly providers: readonly Provider[]
  /** For those that operators set. */
  readonly setProviders: { readonly isPublic: boolean; readonly allowPrivate: boolean }
  readonly clients: readonly Client[]
  readonly accessTokenLifetime: Millis
  readonly sessionPolicy: SessionPolicy
  readonly signingAlgorithm: SigningAlgorithm
  readonly logLevel: string
  /** Undefined: shut. */
  readonly browserDoor: BrowserDoorSettings | undefined
  /** Whether operators may do their work here. */
  readonly adminDoor: boolean
  /** Whether operators may act as somebody else. */
  readonly impersonation: boolean
  /** Whether people get a message when somebody begins to act as them. */
  readonly tellImpersonated: boolean
  readonly passwordRules: PasswordRules
  /** Undefined: there are none. */
  readonly apiKeys: ApiKeySettings | undefined
  readonly breachList: BreachList | undefined
  readonly hashing: NonNullable<PasswordOptions['hashing']>
  readonly profileSchema: ProfileSchema
  readonly projectHooks: HookSettings
  /** Where events may be pushed to. */
  readonly eventPushes: EventPushes
  readonly trustedProxies: number
  readonly doors: readonly DoorSettings[]
  /** What the primary keys of new people are at the doors of the Django kind. */
  readonly userIds: DjangoIdKind
  readonly unrememberedLimit: Millis
  /** How long an entry of the audit history is kept; undefined: for good. */
  readonly auditLifetime: Millis | undefined
}

/** OpenID Connect Core §5.4. */
export const STANDARD_SCOPES = ['openid', 'profile', 'email'] as const

export const DEFAULT_SIGNING_ALGORITHM: SigningAlgorithm = 'ES256'
