import type { StreamStatus } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { movedTo } from '../../model/event-stream.js'
import type { Clock } from '../../ports/clock.js'
import type { EventStreams } from '../../ports/event-streams.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import type { StreamStanding } from './read-stream-status.js'
import { changeStream } from './steps/change-stream.js'

export interface SetStreamStatusDeps {
  readonly eventStreams: Pick<EventStreams, 'find' | 'replace'>
  readonly securityEvents: Pick<SecurityEvents, 'after' | 'newest' | 'noteOfStream'>
  readonly clock: Clock
}

export interface SetStreamStatus {
  readonly client: Client
  readonly streamId: string
  readonly status: StreamStatus
  readonly reason: string | undefined
}

/**
 * Enables, pauses or disables a stream (SSF 1.0 §8.1.2.2). Paused, it holds what happens until it is enabled; disabled, it lets that pass, and
 * what was held too. The stream says so itself, whatever its status.
 *
 * @throws AuthError `stream_unknown`
 */
export const setStreamStatus = async (
  deps: SetStreamStatusDeps,
  { client, streamId, status, reason }: SetStreamStatus,
): Promise<StreamStanding> => {
  const now = deps.clock.now()
  const newest = await newestOf(deps)
  const before = { status }
  const { id } = await changeStream(deps, { client, streamId }, (stream) => {
    before.status = stream.status
    const letsPass = status === 'disabled' || stream.status === 'disabled'
    const moved = letsPass && status !== stream.status ? movedTo(stream, newest) : stream
    return { ...moved, status, statusReason: reason ?? null, activeAt: now }
  })
  const said = { status, ...(reason !== undefined && { reason }) }
  if (before.status !== status) await deps.securityEvents.noteOfStream(id, 'stream-updated', said, now)
  return { stream_id: id, ...said }
}

/** Of what has been committed, too: positions are given when somebody asks. */
const newestOf = async ({ securityEvents }: SetStreamStatusDeps): Promise<number> => {
  await securityEvents.after(await securityEvents.newest(), 1)
  return securityEvents.newest()
}
