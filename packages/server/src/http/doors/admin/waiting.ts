import { mailQuery } from '@latchkey/contract'
import { listDeadLetters } from '../../../flows/admin/list-dead-letters.js'
import { listMail } from '../../../flows/admin/list-mail.js'
import { type RetryDeadLettersDeps, retryDeadLetters } from '../../../flows/admin/retry-dead-letters.js'
import { type RetryMailDeps, retryMail } from '../../../flows/admin/retry-mail.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { answerDone, answerJson } from '../../answer.js'

export type WaitingDeps = Parameters<typeof listMail>[0] &
  Parameters<typeof listDeadLetters>[0] &
  RetryMailDeps &
  RetryDeadLettersDeps

/** What waits to be sent, or was given up: `/admin/api/mail` and `/admin/api/dead-letters`. */
export const waiting = {
  listMail: async (deps: WaitingDeps, { request }: OperatorCall): Promise<Response> =>
    answerJson(await listMail(deps, readListQuery(mailQuery, request).which ?? 'all')),
  retryMail: async (deps: WaitingDeps, call: OperatorCall): Promise<Response> => {
    await retryMail(deps, call.operator, call.part('id'))
    return answerDone()
  },
  listDeadLetters: async (deps: WaitingDeps): Promise<Response> => answerJson(await listDeadLetters(deps)),
  retryDeadLetters: async (deps: WaitingDeps, call: OperatorCall): Promise<Response> =>
    answerJson(await retryDeadLetters(deps, call.operator, call.part('stream'))),
}
