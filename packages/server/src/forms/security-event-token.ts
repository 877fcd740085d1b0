import { SECURITY_EVENT_TYP } from '@latchkey/contract'
import { eventIdOf } from '../model/event-id.js'
import type { EventStream } from '../model/event-stream.js'
import { toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { JwtSigner } from '../ports/jwt-signer.js'
import type { SecurityEvent } from '../ports/security-events.js'
import { sayEvent } from './said-event.js'

/** What making a security event token needs. */
export interface SecurityEventTokenMaker {
  readonly issuer: string
  readonly jwtSigner: JwtSigner
  readonly clock: Clock
}

/** A security event token and its `jti`. */
export interface SecurityEventToken {
  readonly id: string
  readonly text: string
}

/**
 * The token that tells the receiver of a stream of an event (RFC 8417 §2.2). It has neither `sub` nor `exp`, so that nothing takes it for a
 * token of another kind (SSF 1.0 §4.2), and every time it is sent it has the same `jti`.
 */
export const makeSecurityEventToken = (
  maker: SecurityEventTokenMaker,
  stream: Pick<EventStream, 'id' | 'clientId'>,
  event: SecurityEvent,
): SecurityEventToken => {
  const id = eventIdOf(stream.id, event.position)
  const { subject, uri, payload } = sayEvent(maker.issuer, event)
  const text = maker.jwtSigner.signAs(SECURITY_EVENT_TYP, {
    iss: maker.issuer,
    jti: id,
    iat: toNumericDate(maker.clock.now()),
    aud: stream.clientId,
    // The same in every stream that tells of it (RFC 8417 §2.2).
    txn: `event-${event.position}`,
    toe: toNumericDate(event.occurredAt),
    sub_id: subject,
    events: { [uri]: payload },
  })
  return { id, text }
}
