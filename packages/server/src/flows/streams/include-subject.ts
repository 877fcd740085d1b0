import type { EventStreams } from '../../ports/event-streams.js'
import { findStreamSubject, type StreamSubject } from './steps/find-stream-subject.js'

export interface IncludeSubjectDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'include'>
}

/**
 * Has a stream tell of a user or a session again (SSF 1.0 §8.1.3.2). A stream tells of everybody who was not taken out.
 *
 * @throws AuthError `stream_unknown`, `subject_unknown`
 */
export const includeSubject = async (deps: IncludeSubjectDeps, wanted: StreamSubject): Promise<void> => {
  const { id, subject } = await findStreamSubject(deps, wanted)
  await deps.eventStreams.include(id, subject)
}
