import { AuthError, type ErrorCode } from '@latchkey/contract'
import {
  type ReceiveSecurityEventDeps,
  receiveSecurityEvent as receive,
} from '../../../flows/receive-security-event.js'
import { answerJson } from '../../answer.js'
import { partBeforeLastOf } from '../../last-part-of.js'
import { mediaType, readBody } from '../../read-body.js'
import { answerRefusal, describeRefusal } from '../../refuse.js'

/** `POST /providers/:id/security-events` (RFC 8935 §2): 202 for what has arrived, 400 with `err` for what should not come again. */
export const receiveSecurityEvent = async (
  deps: ReceiveSecurityEventDeps,
  request: Request,
): Promise<Response> => {
  try {
    if (mediaType(request) !== 'application/secevent+jwt')
      throw new AuthError('event_token_malformed', { detail: 'the content type is another one' })
    await receive(deps, {
      providerId: partBeforeLastOf(request),
      authorization: request.headers.get('authorization') ?? undefined,
      token: (await readBody(request)).trim(),
    })
    return new Response(null, { status: 202, headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    const refusal = describeRefusal(deps.log, request, error)
    if (refusal.status !== 400) return answerRefusal(refusal)
    const { reason, error_description: description } = refusal.body
    return answerJson({ err: errors[reason] ?? 'invalid_request', description }, 400, {
      'content-language': 'en',
    })
  }
}

/** RFC 8935 §2.4. */
const errors: Readonly<Partial<Record<ErrorCode, string>>> = {
  event_token_key_refused: 'invalid_key',
  event_token_issuer_refused: 'invalid_issuer',
  event_token_audience_refused: 'invalid_audience',
  event_sender_refused: 'authentication_failed',
}
