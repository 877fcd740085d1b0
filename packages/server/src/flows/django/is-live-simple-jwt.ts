import { readSimpleRefreshToken } from '../../forms/simple-jwt.js'
import { type ReadSimpleJwtDeps, readSimpleJwt } from './read-simple-jwt.js'
import { findFormerSession } from './steps/find-former-session.js'
import { readNamedSession } from './steps/read-django-session.js'

/** Whether an access or refresh JWT is one of a session that is live: nothing is spent by asking. */
export const isLiveSimpleJwt = async (deps: ReadSimpleJwtDeps, token: string): Promise<boolean> => {
  const refresh = readSimpleRefreshToken(deps, token)
  if (refresh === 'expired') return false
  if (refresh !== undefined) return (await readNamedSession(deps, refresh.sessionId, 'memory')) !== undefined
  if ((await readSimpleJwt(deps, token, 'memory')).outcome === 'current') return true
  const former = await findFormerSession(deps, token, { expectedType: 'refresh' })
  return former !== undefined && (await readNamedSession(deps, former.id, 'memory')) !== undefined
}
