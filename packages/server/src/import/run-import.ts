import { formerTokenKey } from '../forms/former-token.js'
import type { FormerForm } from '../ports/imports.js'
import { inBatches } from './batches.js'
import { type Elections, holdElections } from './elections.js'
import { endMissingSessions, meetSessions } from './end-missing-sessions.js'
import { importPeople } from './import-people.js'
import { type ImportReport, ReportBuilder } from './import-report.js'
import type { ImportDeps, ImportOptions, ImportRun } from './import-run.js'
import { importSessions } from './import-sessions.js'
import type { Found, Source } from './source.js'
import { tidy } from './tidy.js'

/** People, sessions and tokens of one transaction. */
const BATCH = 500
const EVERY_PROGRESS = 1_000

/**
 * Imports everybody a source has. What was imported before and is unchanged is skipped, so that a run that was broken off goes
 * on when it is begun again, and comes to the same end.
 *
 * @returns `busy` when another import is under way: nothing was done
 * @throws SourceError when the source is no such thing
 */
export const runImport = async (
  deps: ImportDeps,
  source: Source,
  options: ImportOptions,
): Promise<ImportReport | 'busy'> => {
  const elections = holdElections()
  const report = new ReportBuilder(options.onNote)
  const run: ImportRun = { deps, options, elections, report }
  const whole = new Set<FormerForm>()
  try {
    const outcome = await deps.imports.alone(async () => {
      await enterAll(source, elections, options)
      if (!options.signal.aborted) options.onRead()
      for await (const batch of inBatches(source.read(), BATCH)) {
        if (options.signal.aborted) break
        await importBatch(run, batch)
        for (const found of batch) if (found.type === 'all_sessions') whole.add(found.form)
      }
      // A run that was broken off has not met them all.
      if (!options.signal.aborted) await endMissingSessions(run, whole)
    })
    if (outcome === 'busy') return 'busy'
    return report.report({
      source: options.sourceName,
      dryRun: options.dryRun,
      finished: !options.signal.aborted,
    })
  } finally {
    elections.close()
  }
}

const enterAll = async (source: Source, elections: Elections, options: ImportOptions): Promise<void> => {
  for await (const found of source.read()) {
    if (options.signal.aborted) return
    if (found.type !== 'user') continue
    elections.enter(tidy(found.user, options))
    if (elections.count() % EVERY_PROGRESS === 0)
      options.onProgress({ stage: 'reading', done: elections.count(), total: undefined })
  }
  elections.decide()
}

const importBatch = async (run: ImportRun, batch: readonly Found[]): Promise<void> => {
  meetSessions(run, batch)
  await importPeople(run, batch)
  await importSessions(run, batch)
  await importSpentTokens(run, batch)
  for (const found of batch) {
    if (found.type === 'unreadable') {
      run.report.note(found.where, { kind: 'unreadable', detail: found.reason })
    } else if (found.type === 'remark') {
      const { kind, detail, count } = found
      run.report.note('', { kind, ...(detail !== undefined && { detail }) }, count)
    }
  }
}

/** A token that was taken back there opens no session here either. */
const importSpentTokens = async (
  { deps, options, report }: ImportRun,
  batch: readonly Found[],
): Promise<void> => {
  const now = deps.clock.now()
  const spent = batch
    .filter((found) => found.type === 'spent_token')
    .filter(({ expiresAt }) => expiresAt > now)
    .map(({ jti, expiresAt }) => ({ key: formerTokenKey(jti), expiresAt }))
  if (spent.length === 0) return
  report.tally.spentTokens += await deps.imports.batch(!options.dryRun, (transaction) =>
    transaction.addSpentProofs(spent),
  )
}
