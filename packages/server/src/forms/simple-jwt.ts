import { type DjangoAccount, toDjangoKey } from '../model/django-account.js'
import { parseSessionId, type SessionId } from '../model/ids.js'
import type { Session } from '../model/session.js'
import { type Millis, SECOND, toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

/** What a refresh token says, once its signature and its time have been checked. */
export interface SimpleRefreshToken {
  readonly sessionId: SessionId
  readonly generation: number
}

const PURPOSE = 'simple-jwt-refresh'
const JTI_LENGTH = 32

/**
 * The refresh token of one generation of a session, as a JWT with the claims that frontends of Simple JWT read. Derived, so that
 * nothing about it is stored, and whoever asks twice for one generation gets the same text.
 *
 * @param idleLimit how long it may go unused
 */
export const makeSimpleRefreshToken = (
  secrets: Secrets,
  session: Session,
  { account, idleLimit }: { readonly account: DjangoAccount; readonly idleLimit: Millis },
): string => {
  const issuedAt = session.rotatedAt ?? session.createdAt
  return secrets.signClaims(PURPOSE, {
    token_type: 'refresh',
    exp: toNumericDate(Math.min(issuedAt + idleLimit, session.expiresAt)),
    iat: toNumericDate(issuedAt),
    jti: secrets.mac(`${PURPOSE}/jti`, `${session.id}.${session.generation}`).slice(0, JTI_LENGTH),
    user_id: toDjangoKey(account),
    sid: session.id,
    gen: session.generation,
  })
}

/** @returns `expired` for one whose time is over, undefined for what we did not make */
export const readSimpleRefreshToken = (
  { secrets, clock }: { readonly secrets: Secrets; readonly clock: Clock },
  text: string,
): SimpleRefreshToken | 'expired' | undefined => {
  const claims = secrets.readClaims(PURPOSE, text)
  if (claims === undefined) return undefined
  const { sid, gen, exp } = claims
  const sessionId = typeof sid === 'string' ? parseSessionId(sid) : undefined
  if (sessionId === undefined || typeof gen !== 'number' || typeof exp !== 'number') return undefined
  return exp * SECOND <= clock.now() ? 'expired' : { sessionId, generation: gen }
}

/** What the access JWT of a session says beside the standard claims, for frontends of Simple JWT. */
export const simpleJwtClaims = (account: DjangoAccount): Readonly<Record<string, unknown>> => ({
  token_type: 'access',
  user_id: toDjangoKey(account),
})
