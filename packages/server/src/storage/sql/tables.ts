import type { StreamStatus } from '@latchkey/contract'
import type { DjangoId, LinkId, MailId, SessionId, SignUpId, StreamId, UserId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import type { MailKind, MailOutcome } from '../../model/mail.js'
import type { OneTimeLink } from '../../model/one-time-link.js'
import type { EndReason } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { SecurityEventType } from '../../ports/security-events.js'
import type { SigningAlgorithm } from '../../ports/signing-keys.js'
import type { AuditTables } from './audit/audit-tables.js'
import type { OperatorTables } from './operator-tables.js'
import type { WebhookTables } from './webhook-tables.js'

/** The columns, as both databases hand them over. `docs/storage-schema.md` shows a row of each. */
export interface Tables extends OperatorTables, AuditTables, WebhookTables {
  users: UserRow
  identities: IdentityRow
  sessions: SessionRow
  session_origins: SessionOriginRow
  ended_origins: EndedOriginRow
  spent_proofs: { key: string; expires_at: Millis }
  signing_keys: SigningKeyRow
  passwords: PasswordRow
  sign_ups: SignUpRow
  one_time_links: OneTimeLinkRow
  mails: MailRow
  throttles: ThrottleRow
  provider_tokens: ProviderTokensRow
  imports: ImportRow
  login_names: LoginNameRow
  django_accounts: DjangoAccountRow
  counters: { name: string; value: number }
  security_events: SecurityEventRow
  event_streams: EventStreamRow
  event_stream_exclusions: EventStreamExclusionRow
  dead_letters: DeadLetterRow
  status_seeds: { name: string; seed: string }
}

/** A truth, as a number both databases have. */
export type Flag = 0 | 1

export interface UserRow {
  id: UserId
  email: string | null
  email_key: string | null
  email_verified_at: Millis | null
  name: string | null
  picture: string | null
  /** JSON. */
  profile: string
  /** JSON, a list of names. */
  roles: string
  suspended_at: Millis | null
  created_at: Millis
  updated_at: Millis
}

export interface IdentityRow {
  provider: string
  subject: string
  user_id: UserId
  email: string | null
  created_at: Millis
  last_used_at: Millis
  name: string | null
  /** JSON: which roles of the user it gives. */
  roles: string
}

export interface ProviderTokensRow {
  provider: string
  subject: string
  sealed: string
  updated_at: Millis
  /** Until when one process alone refreshes them. */
  claimed_until: Millis | null
}

export interface SessionRow {
  id: SessionId
  user_id: UserId
  client_id: string
  scope: string
  audience: string
  /** Space-delimited. */
  amr: string
  authenticated_at: Millis
  created_at: Millis
  last_used_at: Millis
  expires_at: Millis
  generation: number
  rotated_at: Millis | null
  ended_at: Millis | null
  end_reason: EndReason | null
  cookie_hash: string | null
  remembered: Flag
  user_agent: string | null
  opaque_hash: string | null
  idle_limit: Millis | null
  /** Null when no API key carries it. */
  key_name: string | null
  key_hint: string | null
  number: number | null
  /** Null when it is the user who acts. */
  actor_id: UserId | null
  actor_session: SessionId | null
}

/** `ended_at` by the clock of the provider. */
export interface EndedOriginRow {
  key: string
  ended_at: Millis
  expires_at: Millis
}

/** Hashes of what a provider calls the person and its session. */
export interface SessionOriginRow {
  session_id: SessionId
  subject_key: string
  session_key: string | null
}

/** `position` is null until the order is known; `id` and that are filled in by the database. */
export interface SecurityEventRow {
  id: number
  position: number | null
  type: SecurityEventType
  user_id: UserId
  session_id: SessionId | null
  session_number: number | null
  /** Who held the session that ended. */
  client_id: string | null
  stream_id: StreamId | null
  reason: string | null
  /** JSON. */
  detail: string | null
  occurred_at: Millis
}

export interface EventStreamRow {
  id: StreamId
  client_id: string
  /** `logout`: of the server itself, for the sessions this client holds. */
  kind: 'events' | 'logout'
  description: string | null
  /** JSON, a list of URIs. */
  requested: string
  /** Null: it is polled. */
  push_endpoint: string | null
  push_authorization: string | null
  status: StreamStatus
  status_reason: string | null
  position: number
  /** JSON, a list of positions. */
  acknowledged: string
  version: number
  created_at: Millis
  active_at: Millis
  verified_at: Millis | null
  attempts: number
  /** When it may be pushed next; until then it is held, or pauses. */
  next_attempt_at: Millis
  last_error: string | null
}

export interface EventStreamExclusionRow {
  stream_id: StreamId
  subject: string
}

export interface DeadLetterRow {
  stream_id: StreamId
  position: number
  /** JSON: the event as it was. */
  event: string
  error: string
  noted_at: Millis
  /** Whether it is to be sent once more. */
  due: Flag
}

export interface SigningKeyRow {
  kid: string
  sequence: number
  algorithm: SigningAlgorithm
  /** JSON. */
  public_jwk: string
  sealed_private_key: string
  created_at: Millis
  signs_from: Millis
}

export interface PasswordRow {
  user_id: UserId
  hash: string
  changed_at: Millis
}

export interface SignUpRow {
  id: SignUpId
  email: string
  email_key: string
  password_hash: string
  name: string | null
  /** JSON. */
  profile: string
  remember: Flag
  browser_hash: string
  wrong_codes: number
  created_at: Millis
  expires_at: Millis
}

export interface OneTimeLinkRow {
  id: LinkId
  user_id: UserId
  purpose: OneTimeLink['purpose']
  email: string
  email_key: string
  wrong_codes: number
  created_at: Millis
  expires_at: Millis
}

export interface MailRow {
  id: MailId
  user_id: UserId | null
  recipient: string
  recipient_key: string
  locale: Locale
  kind: MailKind
  /** JSON: what the intent says beside its kind. */
  details: string
  created_at: Millis
  attempts: number
  next_attempt_at: Millis | null
  outcome: MailOutcome | null
  settled_at: Millis | null
  last_error: string | null
}

export interface ThrottleRow {
  /** The name of the counter, a colon, and a hash of what is counted. */
  key: string
  count: number
  /** 0 when there is no pause. */
  paused_until: Millis
  updated_at: Millis
}

export interface ImportRow {
  source: string
  source_id: string
  /** Null: the person has deleted the account here, and does not come back. */
  user_id: UserId | null
  digest: string
  imported_at: Millis
  /** JSON: which roles of the user came from there. */
  roles: string
}

export interface LoginNameRow {
  name: string
  folded: string
  user_id: UserId
}

export interface DjangoAccountRow {
  user_id: UserId
  id: DjangoId
  /** The same id, where it is a number. */
  number: number | null
  username: string | null
  first_name: string | null
  last_name: string | null
  auth_provider: string | null
  last_login_at: Millis | null
  joined_at: Millis
  /** Since when no token of the former backend opens a session; null while they do. */
  former_ended_at: Millis | null
}
