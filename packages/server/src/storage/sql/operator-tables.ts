import type { Generated } from 'kysely'
import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'

/** What operators look people up by, and what their requests were answered. */
export interface OperatorTables {
  user_words: { word: string; user_id: UserId }
  user_words_due: { id: Generated<number>; user_id: UserId }
  user_roles: { role: string; user_id: UserId }
  kept_answers: KeptAnswerRow
  clients: ClientRow
  stored_providers: StoredProviderRow
}

/** A request that may come again. `status` and `sealed` are null while the first is worked on. */
interface KeptAnswerRow {
  key: string
  /** Names the attempt that works on it. */
  claim: string
  request_hash: string
  status: number | null
  sealed: string | null
  expires_at: Millis
}

export interface ClientRow {
  id: string
  type: 'confidential' | 'public'
  secret_hash: string | null
  /** Space-delimited. */
  grants: string
  scope: string
  created_at: Millis
  /** JSON, a list of addresses. */
  post_logout_redirect_uris: string
  back_channel_logout_uri: string | null
  /** A secret that is accepted until then, beside those of `secret_hash`. */
  retiring_secret_hash: string | null
  retiring_until: Millis | null
}

/** A provider that an operator set. */
export interface StoredProviderRow {
  id: string
  kind: string
  /** JSON: what is public about it. */
  options: string
  /** JSON, sealed. */
  sealed_secrets: string
  /** JSON: since when each secret is there. */
  secrets_set_at: string
  enabled: 0 | 1
  version: number
  created_at: Millis
  updated_at: Millis
}
