import type { Millis } from '../model/time.js'
import { isLinked } from './digest.js'
import type { ImportRun } from './import-run.js'
import { makeSession } from './make-session.js'
import type { Found } from './source.js'

type FoundSession = Extract<Found, { readonly type: 'session' }>

/** Sessions that a source keeps apart from the people they belong to, who were imported before them. */
export const importSessions = async (run: ImportRun, batch: readonly Found[]): Promise<void> => {
  const { elections, report, deps } = run
  const now = deps.clock.now()
  const owned: FoundSession[] = []
  for (const found of batch) {
    if (found.type !== 'session') continue
    const { sourceId, session } = found
    if (session.expiresAt !== null && session.expiresAt <= now)
      report.note(sourceId, { kind: 'session_expired' })
    else if (elections.isLinked(sourceId)) report.note(sourceId, { kind: 'session_left' })
    else if (elections.isSuspended(sourceId)) report.note(sourceId, { kind: 'session_suspended' })
    else owned.push(found)
  }
  if (owned.length === 0) return
  const { added, ownerless } = await addSessions(run, owned, now)
  report.tally.sessions += added
  for (const { sourceId } of ownerless) report.note(sourceId, { kind: 'session_ownerless' })
}

interface Added {
  readonly added: number
  readonly ownerless: readonly FoundSession[]
}

const addSessions = async (
  { deps, options }: ImportRun,
  owned: readonly FoundSession[],
  now: Millis,
): Promise<Added> => {
  const { sourceName, sessionShape, dryRun } = options
  const sourceIds = [...new Set(owned.map(({ sourceId }) => sourceId))]
  return deps.imports.batch(!dryRun, async (transaction) => {
    const records = new Map(
      (await transaction.findImported(sourceName, sourceIds)).map((record) => [record.sourceId, record]),
    )
    const sessions = owned.flatMap(({ sourceId, session }) => {
      const record = records.get(sourceId)
      return record === undefined || isLinked(record.digest)
        ? []
        : [makeSession({ secrets: deps.secrets, sessionShape, now }, record.userId, session)]
    })
    const added = await transaction.addSessions(sourceName, sessions, now)
    const unknown = owned.filter(({ sourceId }) => !records.has(sourceId))
    // In a dry run their owner was only tried to be imported: theirs would be new.
    return dryRun ? { added: added + unknown.length, ownerless: [] } : { added, ownerless: unknown }
  })
}
