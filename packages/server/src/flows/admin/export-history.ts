import type { AdminAuditEntry, ExportAuditRequest } from '@latchkey/contract'
import { isAskedFor } from '../../model/audit-filter.js'
import type { Roles } from '../../model/roles.js'
import type { AuditHistory } from '../../ports/audit-history.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { describeEntry } from './steps/describe-entry.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface ExportHistoryDeps {
  readonly auditHistory: Pick<AuditHistory, 'after' | 'newest'>
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** Few enough that they are in memory while somebody slow takes them. */
const PAGE = 500

/**
 * The audit history, the oldest entry first, up to the entry that says that it was exported. It is noted before it is read: whoever has it is in it.
 *
 * @throws AuthError `not_signed_in`, `permission_insufficient`
 */
export const exportHistory = async (
  deps: ExportHistoryDeps,
  by: Operator,
  { reason, from, before }: { readonly [Name in keyof ExportAuditRequest]?: string | undefined },
): Promise<AsyncIterable<readonly AdminAuditEntry[]>> => {
  await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    await noteAct(deps, stores, by, {
      action: 'audit.exported',
      reason,
      detail: { ...(from !== undefined && { from }), ...(before !== undefined && { before }) },
    })
  })
  const filter = {
    from: from === undefined ? undefined : Date.parse(from),
    before: before === undefined ? undefined : Date.parse(before),
  }
  return pagesUntil(deps, await deps.auditHistory.newest(), (entry) => isAskedFor(filter, entry))
}

async function* pagesUntil(
  { auditHistory }: ExportHistoryDeps,
  last: number,
  fits: (entry: Parameters<typeof describeEntry>[0]) => boolean,
): AsyncIterable<readonly AdminAuditEntry[]> {
  for (let position = 0; position < last; ) {
    const read = await auditHistory.after(position, Math.min(PAGE, last - position))
    const newest = read.at(-1)
    if (newest === undefined) return
    position = newest.position
    yield read.filter((entry) => entry.position <= last && fits(entry)).map(describeEntry)
  }
}
