import { readOperator } from '../../../flows/admin/read-operator.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { answerJson } from '../../answer.js'

/** `GET /admin/api/me`. */
export const me = (deps: Parameters<typeof readOperator>[0], { current }: OperatorCall): Response =>
  answerJson(readOperator(deps, current))
