import { AuthError, type UserClaims } from '@latchkey/contract'
import { parseSessionId } from '../model/ids.js'
import { livenessOf, type SessionPolicy } from '../model/session.js'
import { toUserClaims } from '../model/user.js'
import type { Accounts } from '../ports/accounts.js'
import type { Clock } from '../ports/clock.js'
import type { Sessions } from '../ports/sessions.js'

export interface ReadUserInfoDeps {
  readonly sessions: Sessions
  readonly accounts: Pick<Accounts, 'recall'>
  readonly sessionPolicy: SessionPolicy
  readonly clock: Clock
}

/**
 * The claims of the user behind an access token (OIDC Core §5.3), as far as its scopes reach (§5.4).
 *
 * @param principal the session and scopes of a verified access token
 * @throws AuthError `token_session_ended`: the token may live longer than its session, the answer does not (RFC 6750 §3.1)
 */
export const readUserInfo = async (
  deps: ReadUserInfoDeps,
  principal: { readonly sessionId: string; readonly scopes: readonly string[] },
): Promise<UserClaims> => {
  const sessionId = parseSessionId(principal.sessionId)
  const session = sessionId && (await deps.sessions.recall(sessionId))
  if (session === undefined) throw new AuthError('token_session_ended', { detail: principal.sessionId })
  const liveness = livenessOf(session, deps.sessionPolicy, deps.clock.now())
  if (liveness !== 'live')
    throw new AuthError('token_session_ended', { detail: `${session.id} is ${liveness}` })
  const user = await deps.accounts.recall(session.userId)
  if (user === undefined)
    throw new AuthError('token_session_ended', { detail: `${session.id}: no such user` })

  const { sub, email, email_verified, name, picture, updated_at } = toUserClaims(user)
  return {
    sub,
    ...(principal.scopes.includes('email') && email !== undefined && { email, email_verified }),
    ...(principal.scopes.includes('profile') && {
      ...(name !== undefined && { name }),
      ...(picture !== undefined && { picture }),
      ...(updated_at !== undefined && { updated_at }),
    }),
  }
}
