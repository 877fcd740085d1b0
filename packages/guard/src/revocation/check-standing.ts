import { AuthError } from '@latchkey/contract'
import type { OpenedIssuer } from '../issuers/issuer.js'
import type { JwtPayload } from '../jwt/check-claims.js'
import type { Standing } from './revocation.js'

/**
 * Refuses a token whose session has ended, or of which nobody can tell where that matters.
 *
 * @throws AuthError `token_session_ended`, `token_claims_invalid`, `issuer_unreachable`; where it returns a promise, that rejects
 */
export const checkStanding = (
  { revocation, whenStale }: Pick<OpenedIssuer, 'revocation' | 'whenStale'>,
  claims: JwtPayload,
): undefined | Promise<undefined> => {
  const standing = revocation?.standingOf(claims) ?? 'live'
  if (standing instanceof Promise) return standing.then((known) => judge(known, whenStale))
  return judge(standing, whenStale)
}

const judge = (standing: Standing, whenStale: OpenedIssuer['whenStale']): undefined => {
  switch (standing) {
    case 'live':
      return undefined
    case 'ended':
      throw new AuthError('token_session_ended', {
        detail: 'the status of its session says that it has ended',
      })
    case 'misplaced':
      throw new AuthError('token_claims_invalid', {
        detail: 'status names a place where no status of this issuer stands',
      })
    case 'unknown':
      if (whenStale === 'accept') return undefined
      throw new AuthError('issuer_unreachable', {
        detail: 'which sessions have ended is not known: the status lists of the issuer cannot be had',
      })
  }
}
