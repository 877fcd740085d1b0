import { paths } from '@latchkey/contract'
import { type PollDeps, poll } from './doors/events/poll.js'
import { type StatusDeps, status } from './doors/events/status.js'
import { type StreamsDeps, streams } from './doors/events/streams.js'
import { addSubject, removeSubject, type SubjectsDeps } from './doors/events/subjects.js'
import { type VerifyDeps, verify } from './doors/events/verify.js'

export type EventRoutesDeps = StreamsDeps & StatusDeps & SubjectsDeps & PollDeps & VerifyDeps

type Endpoint = (deps: EventRoutesDeps, request: Request) => Promise<Response>

/** The addresses for receivers of security events, and what each answers. */
export const eventRoutes: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  [paths.eventStreams]: streams,
  [paths.eventStreamStatus]: status,
  [paths.addEventSubject]: { POST: addSubject },
  [paths.removeEventSubject]: { POST: removeSubject },
  [paths.verifyEventStream]: { POST: verify },
  [`${paths.pollEvents}/:stream`]: { POST: poll },
}
