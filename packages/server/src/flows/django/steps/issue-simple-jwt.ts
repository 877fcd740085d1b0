import { type AccessTokenMaker, makeAccessToken } from '../../../forms/access-token.js'
import { makeSimpleRefreshToken, simpleJwtClaims } from '../../../forms/simple-jwt.js'
import type { DjangoAccount } from '../../../model/django-account.js'
import type { Session } from '../../../model/session.js'
import { type Millis, SECOND } from '../../../model/time.js'
import type { User } from '../../../model/user.js'

/** A session, whose it is, and the two JWTs that carry it. */
export interface SimpleJwtPair {
  readonly user: User
  readonly account: DjangoAccount
  readonly session: Session
  readonly access: string
  readonly accessExpiresAt: Millis
  readonly refresh: string
}

interface Held extends Pick<SimpleJwtPair, 'user' | 'account' | 'session'> {
  readonly claims: Readonly<Record<string, unknown>>
}

/** Session → access and refresh JWT. Signs: call it after the commit, never inside a transaction. */
export const issueSimpleJwt = (
  deps: AccessTokenMaker,
  { user, account, session, claims }: Held,
  idleLimit: Millis,
): SimpleJwtPair => {
  const { roles } = user
  const { text, expiresIn } = makeAccessToken(deps, session, {
    roles,
    claims,
    more: simpleJwtClaims(account),
  })
  return {
    user,
    account,
    session,
    access: text,
    accessExpiresAt: deps.clock.now() + expiresIn * SECOND,
    refresh: makeSimpleRefreshToken(deps.secrets, session, { account, idleLimit }),
  }
}
