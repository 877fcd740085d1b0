import { type AuditList, AuthError, type ErrorCode, publicSentences } from '@latchkey/contract'
import type { AuditEntry } from '../../model/audit-entry.js'
import { type AuditFilter, isAskedFor } from '../../model/audit-filter.js'
import { parseUserId, type UserId } from '../../model/ids.js'
import type { AuditHistory } from '../../ports/audit-history.js'
import type { UserDirectory } from '../../ports/user-directory.js'
import { describeEntry } from './steps/describe-entry.js'

export interface ListHistoryDeps {
  readonly auditHistory: Pick<AuditHistory, 'list' | 'after' | 'newest'>
  readonly userDirectory: Pick<UserDirectory, 'read'>
}

/** Which entries, as they are asked for. */
export interface HistoryWish extends Omit<AuditFilter, 'userId' | 'actorId' | 'outcome'> {
  readonly user: string | undefined
  readonly actor: string | undefined
  readonly outcome: string | undefined
  readonly cursor: string | undefined
  /** What comes behind this position, the oldest first; else the newest come first. */
  readonly follow: number | undefined
  readonly limit: number
}

/**
 * A page of the audit history.
 *
 * @throws AuthError `invalid_parameter` for a cursor or an outcome that is none
 */
export const listHistory = async (deps: ListHistoryDeps, wish: HistoryWish): Promise<AuditList> => {
  const { user, actor, outcome, cursor, follow, limit, ...rest } = wish
  const before = readPlace(cursor)
  const userId = user === undefined ? undefined : parseUserId(user)
  // Whoever this is, nothing was done to them.
  const isNobody = user !== undefined && userId === undefined
  const filter: AuditFilter = { ...rest, userId, actorId: actor, outcome: readOutcome(outcome) }
  if (follow !== undefined) {
    const read = await deps.auditHistory.after(follow, limit)
    const entries = isNobody ? [] : read.filter((entry) => isAskedFor(filter, entry))
    return describe(deps, entries, { next: null, follow: read.at(-1)?.position ?? follow })
  }
  // First: what comes while the page is read is heard by who follows.
  const newest = await deps.auditHistory.newest()
  if (isNobody) return describe(deps, [], { next: null, follow: newest })
  const page = await deps.auditHistory.list(filter, { before, limit })
  const next = page.next === null ? null : `p${page.next}`
  return describe(deps, page.entries, { next, follow: newest })
}

const describe = async (
  { userDirectory }: ListHistoryDeps,
  entries: readonly AuditEntry[],
  place: Pick<AuditList, 'next' | 'follow'>,
): Promise<AuditList> => {
  const people = await userDirectory.read([...new Set(entries.flatMap(usersOf))])
  return {
    items: entries.map(describeEntry),
    ...place,
    people: [...people.values()].map(({ id, name, email }) => ({ id, name, email })),
  }
}

const usersOf = ({ actor, userId }: AuditEntry): readonly UserId[] =>
  [parseUserId(actor.id ?? ''), userId ?? undefined].filter((id) => id !== undefined)

const PLACE = /^p(\d{1,15})$/

const readPlace = (cursor: string | undefined): number | null => {
  if (cursor === undefined) return null
  const [, position] = PLACE.exec(cursor) ?? []
  if (position === undefined) throw new AuthError('invalid_parameter', { parameter: 'cursor' })
  return Number(position)
}

const readOutcome = (text: string | undefined): AuditFilter['outcome'] => {
  if (text === undefined || text === 'done' || text === 'refused') return text
  if (!isErrorCode(text)) throw new AuthError('invalid_parameter', { parameter: 'outcome' })
  return { refusal: text }
}

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(publicSentences, text)
