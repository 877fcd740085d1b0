import type { Client } from '../../../model/client.js'
import type { StreamId } from '../../../model/ids.js'
import type { EventStreams } from '../../../ports/event-streams.js'
import { type PresentedSubject, readSubject } from './read-subject.js'
import { requireStream } from './require-stream.js'

export interface FindStreamSubjectDeps {
  readonly issuer: string
  readonly eventStreams: Pick<EventStreams, 'find'>
}

/** Whom a receiver means, for one of its streams. */
export interface StreamSubject {
  readonly client: Client
  readonly streamId: string
  readonly subject: PresentedSubject
}

/** @throws AuthError `stream_unknown`, `subject_unknown` */
export const findStreamSubject = async (
  deps: FindStreamSubjectDeps,
  { client, streamId, subject }: StreamSubject,
): Promise<{ readonly id: StreamId; readonly subject: string }> => {
  const { id } = await requireStream(deps, client, streamId)
  return { id, subject: readSubject(deps.issuer, subject) }
}
