import { AuthError } from '@latchkey/contract'
import { type BeginRequestDeps, beginRequest } from '../../flows/admin/begin-request.js'
import { CREATED } from '../../flows/admin/steps/settle-request.js'
import type { KeptAnswers, RequestClaim } from '../../ports/kept-answers.js'
import { answerJson, answerText } from '../answer.js'
import { readBody } from '../read-body.js'
import type { OperatorCall } from './operator-call.js'

export interface AnswerOnceDeps extends BeginRequestDeps {
  readonly keptAnswers: Pick<KeptAnswers, 'begin' | 'giveUp'>
}

/** A structured field string (RFC 8941 §3.3.3), or what is in one without its quotes. */
const KEY = /^(?:"([\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x5b\x5d-\x7e]{1,255}))$/

/**
 * Answers a request that makes something, once for each Idempotency-Key: sent again it gets the same answer, whatever became of the first
 * (draft-ietf-httpapi-idempotency-key-header §2). Without such a header it is made each time.
 *
 * @param make is given the claim it must settle in its transaction
 * @throws AuthError `invalid_parameter` for a key that is none, `request_key_reused`, `request_under_way`
 */
export const answerOnce = async (
  deps: AnswerOnceDeps,
  call: OperatorCall,
  make: (request: Request, claim: RequestClaim | undefined) => Promise<unknown>,
): Promise<Response> => {
  const key = readKey(call.request)
  if (key === undefined) return answerJson(await make(call.request, undefined), CREATED)
  const body = await readBody(call.request)
  const { method, url, headers } = call.request
  const begun = await beginRequest(deps, {
    userId: call.current.user.id,
    key,
    fingerprint: JSON.stringify([method, new URL(url).pathname, body]),
  })
  if (begun.outcome === 'answered') return answerText(begun.body, [], begun.status)
  const { claim } = begun
  try {
    return answerJson(await make(new Request(url, { method, headers, body }), claim), CREATED)
  } catch (error) {
    // Nothing was made: what is sent again may be right by then.
    await deps.keptAnswers.giveUp(claim)
    throw error
  }
}

const readKey = (request: Request): string | undefined => {
  const header = request.headers.get('idempotency-key')
  if (header === null) return undefined
  const [, quoted, bare] = KEY.exec(header) ?? []
  const key = quoted ?? bare
  if (key === undefined) throw new AuthError('invalid_parameter', { parameter: 'Idempotency-Key' })
  return key
}
