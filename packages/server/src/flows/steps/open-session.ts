import { ID_RANDOM_BYTES, newSessionId, type SessionId } from '../../model/ids.js'
import type { Scopes } from '../../model/scope.js'
import type { ApiKeyLabel, NewSession, Session, SessionActor, SessionPolicy } from '../../model/session.js'
import type { NewOrigin, SessionProof } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'
import { originKeys } from './origin-keys.js'

/** What a session is opened with. */
export interface SessionRequest {
  readonly user: Pick<User, 'id'>
  readonly clientId: string
  readonly scopes: Scopes
  readonly audience: string
  readonly proof: SessionProof
  readonly userAgent?: string | undefined
  /** Only for a session with limits of its own. */
  readonly opaque?: {
    /** Of the opaque token that carries it; null when none does. */
    readonly hash: string | null
    /** How long it may be unused; null: as long as the policy says. */
    readonly idleLimit: Millis | null
    readonly lifetime: Millis
  }
  /** Only for a session that an API key carries. */
  readonly apiKey?: ApiKeyLabel
  /** Only for a session in which an operator acts as the user. */
  readonly actor?: SessionActor
  /** Only for a session that is held as a cookie. */
  readonly cookie?: {
    readonly id: SessionId
    readonly secretHash: string
    readonly remembered: boolean
    readonly lifetime: Millis
  }
}

export interface OpenSessionDeps {
  readonly sessions: Pick<Sessions, 'open'>
  readonly clock: Clock
  readonly secrets: Secrets
  readonly sessionPolicy: SessionPolicy
}

/** User → Session: a fresh id at every sign-in. One insert, and a second one where a provider proved it, who may end it. */
export const openSession = async (deps: OpenSessionDeps, request: SessionRequest): Promise<Session> => {
  const now = deps.clock.now()
  const { cookie, opaque } = request
  const session: NewSession = {
    id: cookie?.id ?? newSessionId(now, deps.secrets.randomHex(ID_RANDOM_BYTES)),
    userId: request.user.id,
    clientId: request.clientId,
    scopes: request.scopes,
    audience: request.audience,
    amr: request.proof.amr,
    authenticatedAt: request.proof.authenticatedAt,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + (cookie?.lifetime ?? opaque?.lifetime ?? deps.sessionPolicy.absoluteLimit),
    generation: 0,
    rotatedAt: null,
    endedAt: null,
    endReason: null,
    cookieHash: cookie?.secretHash ?? null,
    remembered: cookie?.remembered ?? true,
    userAgent: request.userAgent ?? null,
    opaqueHash: opaque?.hash ?? null,
    idleLimit: opaque?.idleLimit ?? null,
    apiKey: request.apiKey ?? null,
    actor: request.actor ?? null,
  }
  return deps.sessions.open(session, originOf(deps, request.proof))
}

const originOf = (
  { secrets }: OpenSessionDeps,
  { origin, continues }: SessionProof,
): NewOrigin | undefined => {
  if (origin !== undefined) return { kind: 'provider', keys: originKeys(secrets, origin) }
  return continues === undefined ? undefined : { kind: 'continued', from: continues }
}
