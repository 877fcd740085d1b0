import type { AccessTokenClaims } from '@latchkey/contract'
import type { Session } from '../model/session.js'
import { type Millis, SECOND } from '../model/time.js'
import type { User } from '../model/user.js'
import type { AccessTokenSigner } from '../ports/access-token-signer.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'
import type { StatusLists } from '../ports/status-lists.js'
import { type SessionClaimsMaker, sessionClaims } from './session-claims.js'

/** What making an access JWT needs. */
export interface AccessTokenMaker extends SessionClaimsMaker {
  readonly accessTokenLifetime: Millis
  readonly signer: AccessTokenSigner
  readonly secrets: Secrets
  readonly clock: Clock
  readonly statusLists: Pick<StatusLists, 'referenceOf'>
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
 * @param about `claims`: what the project adds; `more`: what some frontends read. Neither replaces ours
 */
export const makeAccessToken = (
  maker: AccessTokenMaker,
  session: Session,
  {
    roles,
    claims: added,
    more,
  }: {
    readonly roles: User['roles']
    readonly claims: Readonly<Record<string, unknown>>
    readonly more?: Readonly<Record<string, unknown>>
  },
): AccessToken => {
  const now = maker.clock.now()
  const expiresAt = Math.min(now + maker.accessTokenLifetime, session.expiresAt)
  const claims: AccessTokenClaims = {
    ...added,
    ...more,
    ...sessionClaims(maker, session, { roles, issuedAt: now, expiresAt }),
    ...(session.number !== null && {
      status: { status_list: maker.statusLists.referenceOf(session.number) },
    }),
    jti: maker.secrets.randomHex(JTI_BYTES),
  }
  return { text: maker.signer.sign(claims), expiresIn: Math.max(1, Math.floor((expiresAt - now) / SECOND)) }
}
