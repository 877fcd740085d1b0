import { streamVerificationRequest } from '@latchkey/contract'
import { type VerifyStreamDeps, verifyStream } from '../../../flows/streams/verify-stream.js'
import { answerDone } from '../../answer.js'
import { readJson } from '../../read-json.js'
import { openReceiverCall, type ReceiverCallDeps } from '../../receiver-call.js'

export type VerifyDeps = ReceiverCallDeps & VerifyStreamDeps

/** `POST /ssf/verify` (SSF 1.0 §8.1.4.2). */
export const verify = async (deps: VerifyDeps, request: Request): Promise<Response> => {
  const client = await openReceiverCall(deps, request, 'ssf.manage')
  const { stream_id: streamId, state } = await readJson(streamVerificationRequest, request)
  await verifyStream(deps, { client, streamId, state })
  return answerDone()
}
