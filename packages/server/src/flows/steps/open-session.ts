import type { Client } from '../../model/client.js'
import type { VerifiedIdentity } from '../../model/identity.js'
import { newSessionId } from '../../model/ids.js'
import type { Scopes } from '../../model/scope.js'
import type { Session, SessionPolicy } from '../../model/session.js'
import type { User } from '../../model/user.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'

const SESSION_ID_RANDOM_BYTES = 10

/** What a session is opened with. */
export interface SessionRequest {
  readonly user: User
  readonly client: Client
  readonly scopes: Scopes
  readonly audience: string
  readonly proof: Pick<VerifiedIdentity, 'amr' | 'authenticatedAt'>
}

/** User → Session: one insert, and a fresh id at every sign-in. */
export const openSession = async (
  deps: {
    readonly sessions: Pick<Sessions, 'open'>
    readonly clock: Clock
    readonly secrets: Secrets
    readonly sessionPolicy: SessionPolicy
  },
  request: SessionRequest,
): Promise<Session> => {
  const now = deps.clock.now()
  const session: Session = {
    id: newSessionId(now, deps.secrets.randomHex(SESSION_ID_RANDOM_BYTES)),
    userId: request.user.id,
    clientId: request.client.id,
    scopes: request.scopes,
    audience: request.audience,
    amr: request.proof.amr,
    authenticatedAt: request.proof.authenticatedAt,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + deps.sessionPolicy.absoluteLimit,
    generation: 0,
    rotatedAt: null,
    endedAt: null,
    endReason: null,
  }
  await deps.sessions.open(session)
  return session
}
