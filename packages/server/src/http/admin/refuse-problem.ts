import { type Problem, publicSentences } from '@latchkey/contract'
import type { Log } from '../../ports/log.js'
import { answerJson } from '../answer.js'
import { describeRefusal } from '../refuse.js'

const PROBLEM = 'application/problem+json'

/** Something thrown → a problem document (RFC 9457). What it says is what every other door says; how is for programs. */
export const refuseProblem = (log: Log, request: Request, thrown: unknown): Response => {
  const { status, headers, body } = describeRefusal(log, request, thrown)
  const problem: Problem = {
    type: `urn:latchkey:error:${body.reason}`,
    title: publicSentences[body.reason],
    status,
    detail: body.error_description,
    instance: body.trace_id,
    code: body.reason,
    ...(body.parameter !== undefined && { parameter: body.parameter }),
    ...(body.issues !== undefined && { issues: body.issues }),
  }
  return answerJson(problem, status, { ...headers, 'content-type': PROBLEM })
}
