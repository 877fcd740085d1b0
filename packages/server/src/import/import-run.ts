import type { Clock } from '../ports/clock.js'
import type { Imports } from '../ports/imports.js'
import type { Secrets } from '../ports/secrets.js'
import type { Elections } from './elections.js'
import type { ReportBuilder, ReportLine } from './import-report.js'
import type { SessionShape } from './make-session.js'
import type { TidyOptions } from './tidy.js'

export interface ImportDeps {
  readonly imports: Imports
  readonly secrets: Secrets
  readonly clock: Clock
}

export interface ImportOptions extends TidyOptions {
  /** Names the source for ever: who is imported from it again is known by it. */
  readonly sourceName: string
  /** Everything is done, and nothing kept. */
  readonly dryRun: boolean
  readonly sessionShape: SessionShape
  /** Aborted: the batch under way is finished, and no other begun. */
  readonly signal: AbortSignal
  /** Everybody has been looked at, and the source is sound: nothing has been written or noted so far. */
  readonly onRead: () => void
  readonly onProgress: (progress: ImportProgress) => void
  readonly onNote: (line: ReportLine) => void
}

export interface ImportProgress {
  /** First everybody is looked at, then everybody is written. */
  readonly stage: 'reading' | 'writing'
  readonly done: number
  /** Known once everybody has been looked at. */
  readonly total: number | undefined
}

/** An import under way. */
export interface ImportRun {
  readonly deps: ImportDeps
  readonly options: ImportOptions
  readonly elections: Elections
  readonly report: ReportBuilder
}
