import { BACKCHANNEL_LOGOUT_EVENT, LOGOUT_TOKEN_TYP } from '@latchkey/contract'
import { eventIdOf } from '../model/event-id.js'
import type { EventStream } from '../model/event-stream.js'
import { MINUTE, toNumericDate } from '../model/time.js'
import type { SecurityEvent } from '../ports/security-events.js'
import type { SecurityEventToken, SecurityEventTokenMaker } from './security-event-token.js'

/** Long enough to arrive over a slow line, and too short to be of use to whoever finds one (Back-Channel Logout 1.0 §2.4). */
const LIFETIME = 2 * MINUTE

/**
 * The token that tells a client that a session it had tokens of is over (OpenID Connect Back-Channel Logout 1.0 §2.4). It has no `nonce`, so that
 * nothing takes it for an ID token, and every time it is sent it has the same `jti`.
 *
 * @param event a `session-revoked`, of a session of this client
 */
export const makeLogoutToken = (
  maker: SecurityEventTokenMaker,
  stream: Pick<EventStream, 'id' | 'clientId'>,
  event: SecurityEvent,
): SecurityEventToken => {
  const id = eventIdOf(stream.id, event.position)
  const now = maker.clock.now()
  const text = maker.jwtSigner.signAs(LOGOUT_TOKEN_TYP, {
    iss: maker.issuer,
    aud: stream.clientId,
    iat: toNumericDate(now),
    exp: toNumericDate(now + LIFETIME),
    jti: id,
    sub: event.userId,
    sid: event.sessionId,
    events: { [BACKCHANNEL_LOGOUT_EVENT]: {} },
  })
  return { id, text }
}
