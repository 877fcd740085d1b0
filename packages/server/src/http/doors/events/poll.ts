import { pollRequest } from '@latchkey/contract'
import { type PollEventsDeps, pollEvents } from '../../../flows/streams/poll-events.js'
import { answerJson } from '../../answer.js'
import { lastPartOf } from '../../last-part-of.js'
import { readJson } from '../../read-json.js'
import { openReceiverCall, type ReceiverCallDeps } from '../../receiver-call.js'

export type PollDeps = ReceiverCallDeps & PollEventsDeps

/** `POST /ssf/poll/str_…` (RFC 8936 §2). */
export const poll = async (deps: PollDeps, request: Request): Promise<Response> => {
  const client = await openReceiverCall(deps, request, 'ssf.read')
  const asked = await readJson(pollRequest, request)
  return answerJson(await pollEvents(deps, { client, streamId: lastPartOf(request), asked }))
}
