import type { ApiKeySession } from '../../model/api-key.js'
import type { UserId } from '../../model/ids.js'
import { livenessOf, type SessionPolicy } from '../../model/session.js'
import type { Clock } from '../../ports/clock.js'
import type { Sessions } from '../../ports/sessions.js'

export interface LiveKeysDeps {
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/** The API keys of a user that open something, the youngest first. */
export const liveKeysOf = async (
  { sessionPolicy, clock }: LiveKeysDeps,
  sessions: Pick<Sessions, 'listKeysOf'>,
  userId: UserId,
): Promise<readonly ApiKeySession[]> => {
  const now = clock.now()
  const keys = await sessions.listKeysOf(userId)
  return keys.filter((key) => livenessOf(key, sessionPolicy, now) === 'live')
}
