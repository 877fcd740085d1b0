import { applyElections } from './apply-elections.js'
import { digestOf, isLinked } from './digest.js'
import type { ImportReport, ReportBuilder } from './import-report.js'
import type { ImportRun } from './import-run.js'
import { type Entrant, type Settled, settle } from './settle.js'
import type { Found } from './source.js'
import { tellWayIn } from './tell-way-in.js'
import { tidy } from './tidy.js'
import { type Written, writeBatch } from './write-batch.js'

/** The people of a batch, all of them in one transaction. */
export const importPeople = async (run: ImportRun, batch: readonly Found[]): Promise<void> => {
  const { deps, options, elections, report } = run
  const entrants = enter(run, batch)
  if (entrants.length === 0) return
  const now = deps.clock.now()
  const given = { secrets: deps.secrets, source: options.sourceName, now }
  const { deleted, settled, written } = await deps.imports.batch(!options.dryRun, async (transaction) => {
    const gone = await transaction.findDeleted(
      options.sourceName,
      entrants.map(({ candidate }) => candidate.sourceId),
    )
    const staying = entrants.filter(({ candidate }) => !gone.has(candidate.sourceId))
    const people = await settle({ ...given, batch: transaction }, staying)
    const { sessionShape } = options
    return {
      deleted: gone,
      settled: people,
      written: await writeBatch({ ...given, batch: transaction, sessionShape }, people),
    }
  })
  for (const sourceId of deleted) {
    report.tally.read += 1
    report.tally.deleted += 1
    report.note(sourceId, { kind: 'deleted_here' })
  }
  for (const person of settled) {
    if (person.outcome === 'linked' || isLinked(person.before?.digest ?? ''))
      elections.markLinked(person.candidate.sourceId)
    if (person.candidate.suspended) elections.markSuspended(person.candidate.sourceId)
    reportPerson(report, person, written)
  }
  report.tally.sessions += written.sessions
  options.onProgress({ stage: 'writing', done: report.tally.read, total: elections.count() })
}

const enter = (
  { deps, options, elections, report }: ImportRun,
  batch: readonly Found[],
): readonly Entrant[] => {
  const entrants: Entrant[] = []
  for (const found of batch) {
    if (found.type !== 'user') continue
    if (elections.meet(found.user.sourceId)) {
      const candidate = applyElections(tidy(found.user, options), elections)
      entrants.push({ candidate, digest: digestOf(deps.secrets, candidate) })
    } else {
      report.note(found.user.sourceId, { kind: 'twice_in_source' })
    }
  }
  return entrants
}

const TALLIED = {
  new: 'imported',
  linked: 'linked',
  renewed: 'renewed',
  unchanged: 'unchanged',
} as const satisfies Record<Settled['outcome'], keyof ImportReport['people']>

const reportPerson = (report: ReportBuilder, person: Settled, written: Written): void => {
  const { tally } = report
  const { candidate, outcome } = person
  tally.read += 1
  tally[TALLIED[outcome]] += 1
  if (outcome === 'new') {
    if (candidate.suspended) tally.suspended += 1
    if (person.provesAddress) tally.provenAddresses += 1
    if (candidate.passwordHash !== null) tally.passwords += 1
  }
  if (outcome === 'new' || outcome === 'linked') {
    tally.identities += person.identities.length
    tally.roles += candidate.roles.length
  }
  for (const note of tellWayIn(person)) report.note(candidate.sourceId, note)
  for (const note of written.notes.get(person.userId) ?? []) report.note(candidate.sourceId, note)
}
