import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { noteAct } from '../flows/admin/steps/note-act.js'
import {
  type ImportOptions,
  type ImportReport,
  openSource,
  runImport,
  type Source,
  SourceError,
} from '../import/index.js'
import { usualScopes } from '../model/scope.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import type { Secrets } from '../ports/secrets.js'
import {
  type CheckedImportOptions,
  checkImportOptions,
  type TypedImportOptions,
} from './check-import-options.js'
import { CommandError } from './command-error.js'
import { checkNewFile, type NewFile } from './new-file.js'
import { NoteFile } from './note-file.js'
import { operatingCommand } from './operating-command.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { sayImportReport } from './say-import-report.js'
import { showImportProgress } from './show-import-progress.js'
import { type CommandDeps, withStorage } from './with-storage.js'
import { writeApps } from './write-apps.js'

/** `latchkey import`: everybody another system knows, with what they have there. */
export const importPeople = (format: string, typed: TypedImportOptions): Promise<void> => {
  const options = checkImportOptions(format, typed)
  return withStorage(options.config, async (deps) => {
    const files = checkFiles(options)
    try {
      const source = await openTyped(options)
      try {
        await importFrom(deps, source, { ...options, ...files })
      } finally {
        await source.close()
      }
    } catch (error) {
      throw error instanceof SourceError ? new CommandError(error.message, error.fix) : error
    }
  })
}

/** What is to be written beside the database. */
interface Files {
  readonly notes: NoteFile | undefined
  readonly apps: NewFile | undefined
}

/** Both files have to be new: what stood in others is nobody's to lose. */
const checkFiles = ({ report, writeApps: path }: CheckedImportOptions): Files => {
  const apps = path === undefined ? undefined : { path, option: '--write-apps' }
  if (apps !== undefined) checkNewFile(apps)
  return { notes: report === undefined ? undefined : new NoteFile(report), apps }
}

const openTyped = (typed: CheckedImportOptions): Promise<Source> =>
  openSource(
    typed.format,
    {
      from: typed.from,
      map: typed.map,
      table: typed.table,
      secretKey: readSecretKey(typed.secretKeyFile),
      auth0Connection: typed.auth0Connection,
      passwords: typed.passwords,
    },
    process.stdin,
  )

/** Never as an argument: everybody on the machine can read those. */
const readSecretKey = (file: string | undefined): string | undefined => {
  if (file === undefined) return process.env['DJANGO_SECRET_KEY'] || undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    throw new CommandError(`${file} cannot be read.`, 'Check the path given with --secret-key-file.')
  }
}

const importFrom = async (
  deps: CommandDeps,
  source: Source,
  options: CheckedImportOptions & Files,
): Promise<void> => {
  const { storage, clock, settings } = deps
  const { notes, apps: file } = options
  const dryRun = options.dryRun === true
  const secrets = await openImportSecrets(deps, options)
  const stop = new AbortController()
  const forgetSignals = stopOnSignals(stop)
  const progress = showImportProgress(process.stderr)
  const given: ImportOptions = {
    sourceName: options.sourceName,
    dryRun,
    addressesWereConfirmed: options.addressesWereConfirmed === true,
    keepProviderTokens: options.keepProviderTokens === true,
    sessionShape: {
      scopes: usualScopes(settings.scopes),
      // Only people of a Django backend bring sessions.
      audience: options.format === 'django' ? deps.firstAudience() : '',
    },
    signal: stop.signal,
    onRead: () => notes?.open(),
    onProgress: progress.show,
    onNote: (line) => notes?.write(line),
  }
  try {
    const report = await runImport({ imports: storage.imports, secrets, clock }, source, given)
    progress.end()
    if (report === 'busy')
      throw new CommandError(
        'Another import is under way.',
        'Wait until it has finished, then run this again.',
      )
    if (!dryRun) await noteRun(deps, report)
    tell(report, { json: options.json === true, notes })
    // Whoever stopped it runs it again.
    if (report.finished) await writeApps(source, { file, dryRun })
  } finally {
    forgetSignals()
    progress.end()
    notes?.close()
  }
}

/** One entry for all of them: what became of each is in the report. */
const noteRun = (
  { storage, clock }: CommandDeps,
  { source, finished, people }: ImportReport,
): Promise<void> =>
  storage.transaction((stores) =>
    noteAct({ clock }, stores, operatingCommand(), {
      action: 'user.imported',
      detail: { source, finished, ...people },
    }),
  )

/** Only what is sealed hangs on the server's secret; hashes and random digits do not. */
const openImportSecrets = async (deps: CommandDeps, options: CheckedImportOptions): Promise<Secrets> => {
  if (options.keepProviderTokens !== true) return nodeSecrets([randomBytes(32).toString('hex')])
  const secrets = deps.openSecrets()
  await refuseOtherSecret(deps.storage, secrets)
  return secrets
}

/** The first signal finishes the batch under way; a second one ends the process at once. */
const stopOnSignals = (stop: AbortController): (() => void) => {
  const onSignal = (): void => {
    forget()
    stop.abort()
  }
  const forget = (): void => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return forget
}

const tell = (
  report: ImportReport,
  { json, notes }: { readonly json: boolean; readonly notes: NoteFile | undefined },
): void => {
  console.log(
    json ? JSON.stringify(report) : sayImportReport(report, notes?.isOpen === true ? notes.path : undefined),
  )
  if (report.finished) return
  console.error(
    notes?.isOpen === true
      ? 'Stopped. Run the same command again, with another file for --report: it goes on where it stopped.'
      : 'Stopped. Run the same command again: it goes on where it stopped.',
  )
  process.exitCode = 1
}
