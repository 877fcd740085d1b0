import { auditQuery, exportAuditRequest, USUAL_ON_A_PAGE } from '@latchkey/contract'
import { type ExportHistoryDeps, exportHistory } from '../../../flows/admin/export-history.js'
import { type ListHistoryDeps, listHistory } from '../../../flows/admin/list-history.js'
import { answerLines } from '../../admin/answer-lines.js'
import type { OperatorCall } from '../../admin/operator-call.js'
import { readListQuery } from '../../admin/read-list-query.js'
import { answerJson } from '../../answer.js'
import { readJson } from '../../read-json.js'

export type AuditDeps = ListHistoryDeps & ExportHistoryDeps

const momentOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text)

/** `GET /admin/api/audit` and `POST /admin/api/audit/export`. */
export const audit = {
  list: async (deps: AuditDeps, { request }: OperatorCall): Promise<Response> => {
    const asked = readListQuery(auditQuery, request)
    const { user, actor, action, network, outcome, cursor, after, limit = USUAL_ON_A_PAGE } = asked
    const range = { from: momentOf(asked.from), before: momentOf(asked.before) }
    const wish = { user, actor, action, network, outcome, cursor, limit, ...range }
    return answerJson(await listHistory(deps, { ...wish, follow: after }))
  },
  export: async (deps: AuditDeps, call: OperatorCall): Promise<Response> => {
    const wish = await readJson(exportAuditRequest, call.request)
    return answerLines(await exportHistory(deps, call.operator, wish), 'audit-history.ndjson')
  },
}
