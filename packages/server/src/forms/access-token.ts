import type { AccessTokenClaims } from '@latchkey/contract'
import { LONG_AGO } from '../model/identity.js'
import { formatScope } from '../model/scope.js'
import type { Session } from '../model/session.js'
import { type Millis, SECOND, toNumericDate } from '../model/time.js'
import type { User } from '../model/user.js'
import type { AccessTokenSigner } from '../ports/access-token-signer.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

/** What making an access JWT needs. */
export interface AccessTokenMaker {
  readonly issuer: string
  readonly accessTokenLifetime: Millis
  readonly signer: AccessTokenSigner
  readonly secrets: Secrets
  readonly clock: Clock
}

/** An access JWT and how long it lives, in seconds. */
export interface AccessToken {
  readonly text: string
  readonly expiresIn: number
}

const JTI_BYTES = 16

/**
 * The access JWT of a session (RFC 9068 §2.2). It never outlives the session.
 *
 * @param about `more`: claims that some frontends read beside the standard ones
 */
export const makeAccessToken = (
  maker: AccessTokenMaker,
  session: Session,
  { roles, more }: { readonly roles: User['roles']; readonly more?: Readonly<Record<string, unknown>> },
): AccessToken => {
  const now = maker.clock.now()
  const expiresAt = Math.min(now + maker.accessTokenLifetime, session.expiresAt)
  const claims: AccessTokenClaims = {
    ...more,
    iss: maker.issuer,
    sub: session.userId,
    aud: session.audience,
    exp: toNumericDate(expiresAt),
    iat: toNumericDate(now),
    jti: maker.secrets.randomHex(JTI_BYTES),
    sid: session.id,
    client_id: session.clientId,
    scope: formatScope(session.scopes),
    amr: [...session.amr],
    ...(roles.length > 0 && { roles: [...roles] }),
    ...(session.authenticatedAt !== LONG_AGO && { auth_time: toNumericDate(session.authenticatedAt) }),
  }
  return { text: maker.signer.sign(claims), expiresIn: Math.max(1, Math.floor((expiresAt - now) / SECOND)) }
}
