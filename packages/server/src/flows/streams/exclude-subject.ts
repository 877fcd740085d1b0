import { AuthError } from '@latchkey/contract'
import { MOST_EXCLUSIONS } from '../../model/event-stream.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { findStreamSubject, type StreamSubject } from './steps/find-stream-subject.js'

export interface ExcludeSubjectDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'exclude'>
}

/**
 * Has a stream say nothing of a user or a session from now on (SSF 1.0 §8.1.3.3).
 *
 * @throws AuthError `stream_unknown`, `subject_unknown`, `stream_limit_reached`
 */
export const excludeSubject = async (deps: ExcludeSubjectDeps, wanted: StreamSubject): Promise<void> => {
  const { id, subject } = await findStreamSubject(deps, wanted)
  const outcome = await deps.eventStreams.exclude(id, subject, MOST_EXCLUSIONS)
  if (outcome === 'limit-reached')
    throw new AuthError('stream_limit_reached', { detail: `${id} leaves out ${MOST_EXCLUSIONS} subjects` })
}
