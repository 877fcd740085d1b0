import type { Client } from '../../model/client.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { type PresentedSubject, readSubject } from './steps/read-subject.js'
import { requireStream } from './steps/require-stream.js'

export interface IncludeSubjectDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'include'>
}

/**
 * Has a stream tell of a user or a session again (SSF 1.0 §8.1.3.2). A stream tells of everybody who was not taken out.
 *
 * @throws AuthError `stream_unknown`, `subject_unknown`
 */
export const includeSubject = async (
  deps: IncludeSubjectDeps,
  {
    client,
    streamId,
    subject,
  }: { readonly client: Client; readonly streamId: string; readonly subject: PresentedSubject },
): Promise<void> => {
  const { id } = await requireStream(deps, client, streamId)
  await deps.eventStreams.include(id, readSubject(deps.issuer, subject))
}
