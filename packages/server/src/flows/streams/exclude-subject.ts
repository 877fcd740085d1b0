import { AuthError } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import { MOST_EXCLUSIONS } from '../../model/event-stream.js'
import type { EventStreams } from '../../ports/event-streams.js'
import { type PresentedSubject, readSubject } from './steps/read-subject.js'
import { requireStream } from './steps/require-stream.js'

export interface ExcludeSubjectDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find' | 'exclude'>
}

/**
 * Has a stream say nothing of a user or a session from now on (SSF 1.0 §8.1.3.3).
 *
 * @throws AuthError `stream_unknown`, `subject_unknown`, `stream_limit_reached`
 */
export const excludeSubject = async (
  deps: ExcludeSubjectDeps,
  {
    client,
    streamId,
    subject,
  }: { readonly client: Client; readonly streamId: string; readonly subject: PresentedSubject },
): Promise<void> => {
  const { id } = await requireStream(deps, client, streamId)
  const outcome = await deps.eventStreams.exclude(id, readSubject(deps.issuer, subject), MOST_EXCLUSIONS)
  if (outcome === 'limit-reached')
    throw new AuthError('stream_limit_reached', { detail: `${id} leaves out ${MOST_EXCLUSIONS} subjects` })
}
