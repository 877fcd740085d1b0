import { overviewQuery } from '@latchkey/contract'
import { type ReadOverviewDeps, readOverview } from '../../../flows/admin/read-overview.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { answerJson } from '../../answer.js'

/** `GET /admin/api/overview`. */
export const overview = async (deps: ReadOverviewDeps, { request }: OperatorCall): Promise<Response> =>
  answerJson(await readOverview(deps, readListQuery(overviewQuery, request).range ?? 'day'))
