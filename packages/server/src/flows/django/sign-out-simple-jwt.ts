import { AuthError } from '@latchkey/contract'
import { readSimpleRefreshToken } from '../../forms/simple-jwt.js'
import type { SessionId } from '../../model/ids.js'
import { livenessOf } from '../../model/session.js'
import { type SignOutDeps, signOut } from '../sign-out.js'
import { type ReadSimpleJwtDeps, readSimpleJwt } from './read-simple-jwt.js'
import { findFormerSession } from './steps/find-former-session.js'

export type SignOutSimpleJwtDeps = ReadSimpleJwtDeps & SignOutDeps

/** What somebody brings who wants to be signed out: either will do, and both may be of two sessions. */
export interface SignOutTokens {
  readonly refresh: string | undefined
  readonly access: string | undefined
}

/**
 * Ends the session a refresh JWT carries, and the one an access JWT is of.
 *
 * @returns whether there was anything to end
 * @throws AuthError `refresh_token_invalid` for a refresh token that is none or has expired, `session_ended` for one whose session
 *   has ended; what the access JWT opens ends nevertheless
 */
export const signOutSimpleJwt = async (
  deps: SignOutSimpleJwtDeps,
  { refresh, access }: SignOutTokens,
): Promise<boolean> => {
  const shown = access === undefined ? undefined : await readSimpleJwt(deps, access, 'database')
  if (shown?.outcome === 'current') await end(deps, shown.current.session.id)
  if (refresh === undefined) return shown?.outcome === 'current'
  const id = await sessionOf(deps, refresh)
  if (id === undefined) throw new AuthError('refresh_token_invalid')
  const isOwn = shown?.outcome === 'current' && shown.current.session.id === id
  if (!isOwn && !(await end(deps, id))) throw new AuthError('session_ended', { detail: id })
  return true
}

const sessionOf = async (deps: SignOutSimpleJwtDeps, refresh: string): Promise<SessionId | undefined> => {
  const token = readSimpleRefreshToken(deps, refresh)
  if (token === 'expired') return undefined
  if (token !== undefined) return token.sessionId
  return (await findFormerSession(deps, refresh, { kind: 'refresh' }))?.id
}

/** @returns whether it was still open */
const end = async (deps: SignOutSimpleJwtDeps, id: SessionId): Promise<boolean> => {
  const session = await deps.sessions.find(id)
  const isLive = session !== undefined && livenessOf(session, deps.sessionPolicy, deps.clock.now()) === 'live'
  return isLive && (await signOut(deps, { session })) === 'ended'
}
