import { AUDIT_ACTIONS, auditEntry, auditList, exportAuditRequest } from '@latchkey/contract'
import { asked, operation, page } from './admin-operation.js'
import type { Operation } from './operation.js'

/** The audit history, for operators. */
export const adminAuditOperations: readonly Operation[] = [
  operation({
    id: 'listAudit',
    path: '/audit',
    summary: 'Who did what, the newest first; with `after` what comes behind a position, the oldest first',
    parameters: [
      ...page,
      asked('user', 'The id of a user: what was done to them'),
      asked('actor', 'Who did it: the id of a user, a client or a provider, or an account of the machine'),
      asked('action', 'Only this', AUDIT_ACTIONS),
      asked('network', 'From where: an IPv4 address, or the /64 of an IPv6 one'),
      asked('outcome', '`done`, `refused`, or the code of one refusal'),
      asked('from', 'RFC 3339, UTC: then or later'),
      asked('before', 'RFC 3339, UTC: earlier than that'),
      asked('after', 'For following: the `follow` of the answer before'),
    ],
    answers: auditList,
  }),
  {
    ...operation({
      id: 'exportAudit',
      path: '/audit/export',
      summary: 'The history, the oldest entry first, a JSON object a line',
      takes: exportAuditRequest,
    }),
    answers: { 200: { schema: auditEntry, type: 'application/x-ndjson' } },
  },
]
