import { AuthError, changeStreamRequest, createStreamRequest } from '@latchkey/contract'
import {
  type ChangeConfigurationDeps,
  changeConfiguration,
} from '../../../flows/streams/change-configuration.js'
import { type CreateStreamDeps, createStream } from '../../../flows/streams/create-stream.js'
import { type DeleteStreamDeps, deleteStream } from '../../../flows/streams/delete-stream.js'
import { type ReadStreamDeps, readStream } from '../../../flows/streams/read-stream.js'
import { answerDone, answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'
import { readQuery } from '../../read-query.js'
import { openReceiverCall, type ReceiverCallDeps } from '../../receiver-call.js'

export type StreamsDeps = ReceiverCallDeps &
  CreateStreamDeps &
  ReadStreamDeps &
  ChangeConfigurationDeps &
  DeleteStreamDeps

/** `GET`, `POST`, `PATCH`, `PUT` and `DELETE /ssf/streams` (SSF 1.0 §8.1.1). */
export const streams = {
  GET: async (deps: StreamsDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.read')
    return answerJson(await readStream(deps, { client, streamId: streamIdIn(request) }))
  },
  POST: async (deps: StreamsDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.manage')
    const wanted = await readJson(createStreamRequest, request)
    return answerJson(await createStream(deps, { client, wanted }), 201)
  },
  PATCH: async (deps: StreamsDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.manage')
    const wanted = await readJson(changeStreamRequest, request)
    return answerJson(await changeConfiguration(deps, { client, wanted, how: 'update' }))
  },
  PUT: async (deps: StreamsDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.manage')
    const wanted = await readJson(changeStreamRequest, request)
    return answerJson(await changeConfiguration(deps, { client, wanted, how: 'replace' }))
  },
  DELETE: async (deps: StreamsDeps, request: Request): Promise<Response> => {
    const client = await openReceiverCall(deps, request, 'ssf.manage')
    const streamId = streamIdIn(request)
    if (streamId === undefined) throw new AuthError('missing_parameter', { parameter: 'stream_id' })
    await deleteStream(deps, { client, streamId })
    return answerDone()
  },
}

const streamIdIn = (request: Request): string | undefined => readQuery(request)['stream_id']
