import type { AdminAuditEntry, AuditList } from '@latchkey/contract'
import { answerOf, api } from '../../app/ask.js'

/** An entry with what the people in it are called, of whom there are accounts still. */
export interface ShownEntry extends AdminAuditEntry {
  readonly people: ReadonlyMap<string, string>
}

/** What is asked for; the words of the API. */
export interface HistoryQuery {
  readonly user?: string
  readonly actor?: string
  readonly network?: string
  readonly action?: AdminAuditEntry['action']
  readonly outcome?: string
  readonly from?: string
}

/** A page of the history, as it is shown. */
export const readHistory = async (
  query: HistoryQuery & { readonly cursor?: string; readonly after?: string; readonly limit?: string },
): Promise<{
  readonly items: readonly ShownEntry[]
  readonly next: string | null
  readonly follow: number
}> => {
  const page: AuditList = await answerOf(api.GET('/admin/api/audit', { params: { query } }))
  const people = new Map(page.people.map(({ id, name, email }) => [id, name ?? email ?? id]))
  return { ...page, items: page.items.map((entry) => ({ ...entry, people })) }
}
