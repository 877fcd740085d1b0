import { AuthError } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { Clock } from '../../ports/clock.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { EventTail } from '../../ports/event-tail.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import { changeStream } from './steps/change-stream.js'
import { VERIFICATION_INTERVAL } from './steps/verification-interval.js'

export interface VerifyStreamDeps {
  readonly eventStreams: Pick<EventStreams, 'find' | 'replace'>
  readonly securityEvents: Pick<SecurityEvents, 'noteOfStream'>
  readonly tail: Pick<EventTail, 'catchUp'>
  readonly clock: Clock
}

/**
 * Has a stream say something, so that its receiver knows that it is heard (SSF 1.0 §8.1.4.2).
 *
 * @throws AuthError `stream_unknown`, `too_many_attempts` before `min_verification_interval` is over
 */
export const verifyStream = async (
  deps: VerifyStreamDeps,
  request: { readonly client: Client; readonly streamId: string; readonly state: string | undefined },
): Promise<void> => {
  const now = deps.clock.now()
  const { id } = await changeStream(deps, request, (stream) => {
    const wait = (stream.verifiedAt ?? Number.NEGATIVE_INFINITY) + VERIFICATION_INTERVAL - now
    if (wait > 0) throw new AuthError('too_many_attempts', { retryAfter: wait })
    return { ...stream, verifiedAt: now, activeAt: now }
  })
  const { state } = request
  await deps.securityEvents.noteOfStream(id, 'verification', state === undefined ? {} : { state }, now)
  await deps.tail.catchUp()
}
