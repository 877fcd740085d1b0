import { LONG_AGO } from '../model/identity.js'
import { apiPermissionsOf, type Roles } from '../model/roles.js'
import { formatScope } from '../model/scope.js'
import type { Session } from '../model/session.js'
import { type Millis, toNumericDate } from '../model/time.js'
import type { User } from '../model/user.js'
import type { SessionClaims } from '../ports/opaque-token-verifier.js'

/** Whose word the claims of sessions are, and what roles give there. */
export interface SessionClaimsMaker {
  readonly issuer: string
  readonly roles: Roles
}

/** Who acts as the user of the session, in the word of RFC 8693 §4.1; nothing when it is the user. */
export const actOf = ({ actor }: Pick<Session, 'actor'>): Pick<SessionClaims, 'act'> =>
  actor === null ? {} : { act: { sub: actor.userId } }

/** What a form of the session says or stands for (RFC 9068 §2.2): an access JWT writes it down, an opaque token has it looked up. */
export const sessionClaims = (
  maker: SessionClaimsMaker,
  session: Session,
  {
    roles,
    issuedAt,
    expiresAt,
  }: Pick<User, 'roles'> & { readonly issuedAt: Millis; readonly expiresAt: Millis },
): SessionClaims => {
  const permissions = apiPermissionsOf(roles, maker.roles)
  return {
    iss: maker.issuer,
    sub: session.userId,
    aud: session.audience,
    exp: toNumericDate(expiresAt),
    iat: toNumericDate(issuedAt),
    sid: session.id,
    client_id: session.clientId,
    scope: formatScope(session.scopes),
    // Of an API key nobody signed in with it, and there is nothing to say.
    ...(session.apiKey === null && { amr: [...session.amr] }),
    ...(roles.length > 0 && { roles: [...roles] }),
    ...(permissions.length > 0 && { permissions: [...permissions] }),
    ...actOf(session),
    ...(session.authenticatedAt !== LONG_AGO && { auth_time: toNumericDate(session.authenticatedAt) }),
  }
}
