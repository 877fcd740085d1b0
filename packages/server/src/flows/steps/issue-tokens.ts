import { type AccessTokenMaker, makeAccessToken } from '../../forms/access-token.js'
import { makeRefreshToken } from '../../forms/refresh-token.js'
import type { Session } from '../../model/session.js'
import type { User } from '../../model/user.js'

/** A session, who it belongs to, and the forms that were made of it. */
export interface SignedIn {
  readonly session: Session
  readonly user: User
  readonly accessToken: string
  /** Seconds. */
  readonly expiresIn: number
  readonly refreshToken: string
}

/** Session → access JWT and refresh token. Signs: call it after the commit, never inside a transaction. */
export const issueTokens = (
  deps: AccessTokenMaker,
  session: Session,
  { user, claims }: { readonly user: User; readonly claims: Readonly<Record<string, unknown>> },
): SignedIn => {
  const accessToken = makeAccessToken(deps, session, { roles: user.roles, claims })
  const refreshToken = makeRefreshToken(deps.secrets, {
    sessionId: session.id,
    generation: session.generation,
  })
  return { session, user, accessToken: accessToken.text, expiresIn: accessToken.expiresIn, refreshToken }
}
