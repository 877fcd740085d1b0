import { AuthError, REFRESH_TOKEN_GRANT } from '@latchkey/contract'
import type { AccessTokenMaker } from '../forms/access-token.js'
import { type RefreshToken, readRefreshToken } from '../forms/refresh-token.js'
import type { Client } from '../model/client.js'
import { livenessOf, type Session, type SessionPolicy } from '../model/session.js'
import type { User } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'
import { type ClaimsOfTokenDeps, claimsOfToken } from './steps/claims-of-token.js'
import { type EndReusedSessionDeps, endReusedSession } from './steps/end-reused-session.js'
import { grantScopes } from './steps/grant-scopes.js'
import { issueTokens, type SignedIn } from './steps/issue-tokens.js'
import { whyEnded } from './steps/why-ended.js'

export interface RefreshSessionDeps extends AccessTokenMaker, ClaimsOfTokenDeps, EndReusedSessionDeps {
  readonly sessions: Sessions
  readonly accounts: Pick<Accounts, 'recall'>
  readonly sessionPolicy: SessionPolicy
  readonly log: Log
}

/** A refresh (RFC 6749 §6). */
export interface RefreshSession {
  readonly client: Client
  readonly refreshToken: string
  /** Fewer scopes than the session has, for this access token only. */
  readonly scope?: string | undefined
}

/**
 * A refresh token → a new access token.
 *
 * Confidential clients keep their refresh token: it is bound to them, so parallel renders and lost answers cannot lose a
 * session (RFC 9700 §2.2.2 asks rotation of public clients only). Public clients get the successor.
 *
 * @throws AuthError `refresh_token_…`, `session_…`, `user_suspended`, `hook_denied`, `hook_failed`
 */
export const refreshSession = async (
  deps: RefreshSessionDeps,
  request: RefreshSession,
): Promise<SignedIn> => {
  const { client } = request
  if (!client.grants.includes(REFRESH_TOKEN_GRANT))
    throw new AuthError('client_grant_not_allowed', { detail: client.id })
  const token = readRefreshToken(deps.secrets, request.refreshToken)
  if (token === undefined) throw new AuthError('refresh_token_invalid')

  const claims = await claimsBefore(deps, request, token)
  const session =
    client.type === 'public' ? await rotate(deps, request, token) : await keep(deps, request, token)

  return issueTokens(deps, session, { user: await holderOf(deps, session), claims })
}

/**
 * Asked before anything of the refresh happens: a hook that fails must not cost a public client the refresh token it has, and whatever ends the
 * session meanwhile is seen.
 */
const claimsBefore = async (
  deps: RefreshSessionDeps,
  request: RefreshSession,
  token: RefreshToken,
): Promise<Readonly<Record<string, unknown>>> => {
  if (!deps.hooks.has.beforeTokenIssue) return {}
  const session = checkOwner(await deps.sessions.recall(token.sessionId), request, token)
  // It will not come back, so no token will be issued.
  if (session.endedAt !== null) return {}
  return claimsOfToken(deps, { session, user: await holderOf(deps, session) })
}

const holderOf = async ({ accounts }: RefreshSessionDeps, session: Session): Promise<User> => {
  const user = await accounts.recall(session.userId)
  if (user === undefined) throw new AuthError('session_ended', { detail: `${session.id}: no such user` })
  if (user.suspendedAt !== null) throw new AuthError('user_suspended', { detail: user.id })
  return user
}

/** A confidential client's refresh: one fresh read decides, so an end that was acknowledged before is always seen. */
const keep = async (
  deps: RefreshSessionDeps,
  request: RefreshSession,
  token: RefreshToken,
): Promise<Session> => {
  const session = checkOwner(await deps.sessions.find(token.sessionId), request, token)
  const now = deps.clock.now()
  const liveness = livenessOf(session, deps.sessionPolicy, now)
  if (liveness === 'ended') throw await whyEnded(deps, session)
  if (liveness === 'expired') throw new AuthError('session_expired', { detail: session.id })
  deps.sessions.touch(session.id, now)
  return session
}

/** A public client's refresh: one UPDATE decides. What is looked at before it (owner, scopes) never changes. */
const rotate = async (
  deps: RefreshSessionDeps,
  request: RefreshSession,
  token: RefreshToken,
): Promise<Session> => {
  const known = checkOwner(await deps.sessions.recall(token.sessionId), request, token)
  const rotation = await deps.sessions.rotate(
    token.sessionId,
    token.generation,
    deps.sessionPolicy,
    deps.clock.now(),
  )
  switch (rotation.outcome) {
    case 'rotated':
    case 'replayed':
      return { ...rotation.session, scopes: known.scopes }
    case 'reused':
      await endReusedSession(deps, token.sessionId)
      deps.log.warn('refresh token reused, session ended', {
        session: token.sessionId,
        generation: token.generation,
      })
      throw new AuthError('refresh_token_reused', { detail: token.sessionId })
    case 'expired':
      throw new AuthError('session_expired', { detail: token.sessionId })
    case 'ended':
    case 'unknown':
      throw await whyEnded(deps, known)
  }
}

/** The session, with the scopes this access token gets, if the token is this client's (RFC 6749 §10.4). */
const checkOwner = (
  session: Session | undefined,
  { client, scope }: RefreshSession,
  token: RefreshToken,
): Session => {
  if (session === undefined)
    throw new AuthError('session_ended', { detail: `${token.sessionId}: no such session` })
  if (session.clientId !== client.id) {
    throw new AuthError('refresh_token_client_mismatch', {
      detail: `${session.id} is of ${session.clientId}, not ${client.id}`,
    })
  }
  return { ...session, scopes: grantScopes(client, scope, session.scopes) }
}
