import { streamSubjectRequest } from '@latchkey/contract'
import { type ExcludeSubjectDeps, excludeSubject } from '../../../flows/streams/exclude-subject.js'
import { type IncludeSubjectDeps, includeSubject } from '../../../flows/streams/include-subject.js'
import { answerDone } from '../../answer.js'
import { readJson } from '../../read-json.js'
import { openReceiverCall, type ReceiverCallDeps } from '../../receiver-call.js'

export type SubjectsDeps = ReceiverCallDeps & IncludeSubjectDeps & ExcludeSubjectDeps

/** `POST /ssf/subjects/add` (SSF 1.0 §8.1.3.2). */
export const addSubject = async (deps: SubjectsDeps, request: Request): Promise<Response> => {
  const client = await openReceiverCall(deps, request, 'ssf.manage')
  const { stream_id: streamId, subject } = await readJson(streamSubjectRequest, request)
  await includeSubject(deps, { client, streamId, subject })
  return new Response(null, { status: 200, headers: { 'cache-control': 'no-store' } })
}

/** `POST /ssf/subjects/remove` (SSF 1.0 §8.1.3.3). */
export const removeSubject = async (deps: SubjectsDeps, request: Request): Promise<Response> => {
  const client = await openReceiverCall(deps, request, 'ssf.manage')
  const { stream_id: streamId, subject } = await readJson(streamSubjectRequest, request)
  await excludeSubject(deps, { client, streamId, subject })
  return answerDone()
}
