import { AuthError, streamStatusRequest } from '@latchkey/contract'
import { readStreamStatus } from '../../../flows/streams/read-stream-status.js'
import { type SetStreamStatusDeps, setStreamStatus } from '../../../flows/streams/set-stream-status.js'
import { answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'
import { readQuery } from '../../read-query.js'
import { openReceiverCall, type ReceiverCallDeps } from '../../receiver-call.js'

export type StatusDeps = ReceiverCallDeps & SetStreamStatusDeps

/** `GET` and `POST /ssf/status` (SSF 1.0 §8.1.2). */
export const status = {
  GET: async (deps: StatusDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.read')
    const streamId = readQuery(request)['stream_id']
    if (streamId === undefined) throw new AuthError('missing_parameter', { parameter: 'stream_id' })
    return answerJson(await readStreamStatus(deps, { client, streamId }))
  },
  POST: async (deps: StatusDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.manage')
    const { stream_id: streamId, status, reason } = await readJson(streamStatusRequest, request)
    return answerJson(await setStreamStatus(deps, { client, streamId, status, reason }))
  },
}
