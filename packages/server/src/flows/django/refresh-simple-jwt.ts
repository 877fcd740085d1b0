import { AuthError } from '@latchkey/contract'
import type { AccessTokenMaker } from '../../forms/access-token.js'
import { readSimpleRefreshToken } from '../../forms/simple-jwt.js'
import { judgeLateRefresh, type Session, type SessionPolicy } from '../../model/session.js'
import type { Millis } from '../../model/time.js'
import type { AccessTokenVerifier } from '../../ports/access-token-verifier.js'
import type { Accounts } from '../../ports/accounts.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { Rotation, Sessions } from '../../ports/sessions.js'
import { type ClaimsOfTokenDeps, claimsOfToken } from '../steps/claims-of-token.js'
import { type EndReusedSessionDeps, endReusedSession } from '../steps/end-reused-session.js'
import { whyEnded } from '../steps/why-ended.js'
import { type FindFormerSessionDeps, findFormerSession } from './steps/find-former-session.js'
import { issueSimpleJwt, type SimpleJwtPair } from './steps/issue-simple-jwt.js'

export interface RefreshSimpleJwtDeps
  extends AccessTokenMaker,
    ClaimsOfTokenDeps,
    EndReusedSessionDeps,
    Omit<FindFormerSessionDeps, 'sessions' | 'djangoAccounts' | 'secrets' | 'clock'> {
  readonly sessions: Pick<Sessions, 'rotate' | 'find' | 'findOpaque'>
  readonly accounts: Pick<Accounts, 'recall'>
  readonly djangoAccounts: Pick<DjangoAccounts, 'findById' | 'recall'>
  readonly accessTokens: AccessTokenVerifier
}

/** How long a session of this door may be, and how long the token before the last is answered again. */
export interface SimpleJwtLimits {
  readonly lifetime: Millis
  readonly idleLimit: Millis
  readonly refreshGrace: Millis
}

/**
 * Refresh JWT → the next pair. It rotates: presented again within the grace it gets the same successor, so that parallel requests
 * and lost answers sign nobody out; later it ends the session (RFC 9700 §4.14.2). One that a former backend signed becomes a
 * session at first sight, and is judged like the token before the first.
 *
 * @throws AuthError `refresh_token_invalid`, `session_expired`, `refresh_token_reused`, `session_ended`, `user_suspended`, and
 *   `proof_claims_invalid` for an access JWT; `hook_denied`, `hook_failed`
 */
export const refreshSimpleJwt = async (
  deps: RefreshSimpleJwtDeps,
  text: string,
  limits: SimpleJwtLimits,
): Promise<SimpleJwtPair> => {
  const before = await claimsBefore(deps, text)
  const session = await nextOf(deps, text, limits)
  const holder = await holderOf(deps, session)
  const claims = before ?? (await claimsOfToken(deps, { session, user: holder.user }))
  return issueSimpleJwt(deps, { ...holder, session, claims }, limits.idleLimit)
}

/** Asked before the token is spent: a hook that fails must not cost anybody the one they have. Undefined: there is no such session yet, or no more. */
const claimsBefore = async (
  deps: RefreshSimpleJwtDeps,
  text: string,
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const token = readSimpleRefreshToken(deps, text)
  if (!deps.hooks.has.beforeTokenIssue || token === undefined || token === 'expired') return undefined
  const session = await deps.sessions.find(token.sessionId)
  if (session === undefined || session.endedAt !== null) return undefined
  return claimsOfToken(deps, { session, user: (await holderOf(deps, session)).user })
}

const holderOf = async (
  deps: RefreshSimpleJwtDeps,
  { id, userId }: Session,
): Promise<Pick<SimpleJwtPair, 'user' | 'account'>> => {
  const user = await deps.accounts.recall(userId)
  const account = user && (await deps.djangoAccounts.recall(userId))
  if (user === undefined || account === undefined)
    throw new AuthError('session_ended', { detail: `${id}: no such user` })
  if (user.suspendedAt !== null) throw new AuthError('user_suspended', { detail: user.id })
  return { user, account }
}

const nextOf = async (
  deps: RefreshSimpleJwtDeps,
  text: string,
  limits: SimpleJwtLimits,
): Promise<Session> => {
  const policy: SessionPolicy = { ...deps.sessionPolicy, refreshGrace: limits.refreshGrace }
  const token = readSimpleRefreshToken(deps, text)
  if (token === 'expired') throw new AuthError('session_expired')
  if (token === undefined) return nextOfFormer(deps, text, { limits, policy })
  const { sessionId, generation } = token
  return settle(deps, sessionId, await deps.sessions.rotate(sessionId, generation, policy, deps.clock.now()))
}

const nextOfFormer = async (
  deps: RefreshSimpleJwtDeps,
  text: string,
  { limits, policy }: { readonly limits: SimpleJwtLimits; readonly policy: SessionPolicy },
): Promise<Session> => {
  const session = await findFormerSession(deps, text, { kind: 'refresh', limits })
  if (session === undefined) throw await refuseOther(deps, text)
  // What it was exchanged for is generation 0, so it counts as the one before.
  const opened = { ...session, rotatedAt: session.rotatedAt ?? session.createdAt }
  const outcome = judgeLateRefresh(opened, -1, policy, deps.clock.now())
  return settle(deps, session.id, outcome === 'replayed' ? { outcome, session } : { outcome })
}

const refuseOther = async (deps: RefreshSimpleJwtDeps, text: string): Promise<AuthError> =>
  new AuthError(
    (await deps.accessTokens.verify(text)) === undefined ? 'refresh_token_invalid' : 'proof_claims_invalid',
  )

const settle = async (
  deps: RefreshSimpleJwtDeps,
  id: Session['id'],
  rotation: Rotation,
): Promise<Session> => {
  switch (rotation.outcome) {
    case 'rotated':
    case 'replayed':
      return rotation.session
    case 'reused':
      await endReusedSession(deps, id)
      deps.log.warn('refresh token reused, session ended', { session: id })
      throw new AuthError('refresh_token_reused', { detail: id })
    case 'expired':
      throw new AuthError('session_expired', { detail: id })
    case 'ended': {
      const session = await deps.sessions.find(id)
      throw session === undefined
        ? new AuthError('session_ended', { detail: id })
        : await whyEnded(deps, session)
    }
    case 'unknown':
      throw new AuthError('session_ended', { detail: id })
  }
}
