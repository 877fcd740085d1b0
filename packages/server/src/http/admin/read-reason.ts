import { reasonRequest } from '@latchkey/contract'
import { readJson } from '../read-json.js'
import type { OperatorCall } from './operator-call.js'

/** Why an operator does something. @throws AuthError `missing_parameter`, `invalid_parameter` */
export const readReason = async ({ request }: OperatorCall): Promise<string> =>
  (await readJson(reasonRequest, request)).reason
