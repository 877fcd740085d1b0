import type { SessionId, UserId } from '../../model/ids.js'
import type { EndReason } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { SigningAlgorithm } from '../../ports/signing-keys.js'

/** The columns, as both databases hand them over. `docs/storage-schema.md` shows a row of each. */
export interface Tables {
  users: UserRow
  identities: IdentityRow
  sessions: SessionRow
  spent_proofs: { key: string; expires_at: Millis }
  clients: ClientRow
  signing_keys: SigningKeyRow
}

export interface UserRow {
  id: UserId
  email: string | null
  email_key: string | null
  email_verified_at: Millis | null
  name: string | null
  picture: string | null
  suspended_at: Millis | null
  created_at: Millis
  updated_at: Millis
}

interface IdentityRow {
  provider: string
  subject: string
  user_id: UserId
  email: string | null
  created_at: Millis
  last_used_at: Millis
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
}

export interface ClientRow {
  id: string
  type: 'confidential' | 'public'
  secret_hash: string | null
  /** Space-delimited. */
  grants: string
  scope: string
  created_at: Millis
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
