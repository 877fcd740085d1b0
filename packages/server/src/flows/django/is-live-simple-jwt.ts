import { readSimpleRefreshToken } from '../../forms/simple-jwt.js'
import type { SpentProofs } from '../../ports/spent-proofs.js'
import { type ReadSimpleJwtDeps, readOwnSimpleJwt } from './read-simple-jwt.js'
import { isFormerTokenGood } from './steps/find-former-session.js'
import { readNamedSession } from './steps/read-django-session.js'

export interface IsLiveSimpleJwtDeps extends ReadSimpleJwtDeps {
  readonly spentProofs: Pick<SpentProofs, 'isSpent'>
}

/** Whether an access or refresh JWT is one of a session that is live: nothing is spent, and no session opened, by asking. */
export const isLiveSimpleJwt = async (deps: IsLiveSimpleJwtDeps, token: string): Promise<boolean> => {
  const refresh = readSimpleRefreshToken(deps, token)
  if (refresh === 'expired') return false
  if (refresh !== undefined) return (await readNamedSession(deps, refresh.sessionId, 'memory')) !== undefined
  if ((await readOwnSimpleJwt(deps, token, 'memory')) !== undefined) return true
  return (await isFormerTokenGood(deps, token, 'access')) || isFormerTokenGood(deps, token, 'refresh')
}
