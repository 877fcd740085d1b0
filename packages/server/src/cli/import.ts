import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import {
  FORMATS,
  type Format,
  type ImportOptions,
  type ImportReport,
  openSource,
  runImport,
  type Source,
  SourceError,
} from '../import/index.js'
import { nodeSecrets } from '../outbound/node-secrets.js'
import type { Secrets } from '../ports/secrets.js'
import { CommandError } from './command-error.js'
import { openNoteFile } from './note-file.js'
import { refuseOtherSecret } from './refuse-other-secret.js'
import { sayImportReport } from './say-import-report.js'
import { showImportProgress } from './show-import-progress.js'
import { type CommandDeps, withStorage } from './with-storage.js'
import { writeApps } from './write-apps.js'

/** The options of `latchkey import`, as they were typed. */
interface TypedOptions {
  readonly config?: string
  readonly from: string
  readonly dryRun?: boolean
  readonly report?: string
  readonly json?: boolean
  readonly source?: string
  readonly map: readonly string[]
  readonly table?: string
  readonly addressesWereConfirmed?: boolean
  readonly keepProviderTokens?: boolean
  readonly secretKeyFile?: string
  readonly auth0Connection?: string
  readonly passwords?: string
  readonly writeApps?: string
}

/** `latchkey import`: everybody another system knows, with what they have there. */
export const importPeople = (format: string, typed: TypedOptions): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    const known = FORMATS.find((one) => one === format)
    if (known === undefined)
      throw new CommandError(`There is no format ${format}.`, `Write one of: ${FORMATS.join(', ')}.`)
    const sourceName = checkSourceName(typed.source ?? known)
    try {
      const source = await openTyped(known, typed)
      try {
        await importFrom(deps, source, { ...typed, format: known, sourceName })
      } finally {
        await source.close()
      }
    } catch (error) {
      throw error instanceof SourceError ? new CommandError(error.message, error.fix) : error
    }
  })

const openTyped = (format: Format, typed: TypedOptions): Promise<Source> =>
  openSource(
    format,
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

const checkSourceName = (name: string): string => {
  if (/^[\w.-]{1,64}$/.test(name)) return name
  throw new CommandError(
    `${name} is no name for a source.`,
    'Write 1 to 64 letters, digits, dots, hyphens or underscores after --source.',
  )
}

/** Never as an argument: everybody on the machine can read those. */
const readSecretKey = (file: string | undefined): string | undefined => {
  if (file === undefined) return process.env['DJANGO_SECRET_KEY'] || undefined
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '')
  } catch {
    throw new CommandError(`${file} cannot be read.`, 'Check the path given with --secret-key-file.')
  }
}

type CheckedOptions = TypedOptions & { readonly format: Format; readonly sourceName: string }

const importFrom = async (deps: CommandDeps, source: Source, options: CheckedOptions): Promise<void> => {
  const { storage, clock, settings } = deps
  const dryRun = options.dryRun === true
  const secrets = await openImportSecrets(deps, options)
  const stop = new AbortController()
  const forgetSignals = stopOnSignals(stop)
  const notes = options.report === undefined ? undefined : openNoteFile(options.report)
  const progress = showImportProgress(process.stderr)
  const given: ImportOptions = {
    sourceName: options.sourceName,
    dryRun,
    addressesWereConfirmed: options.addressesWereConfirmed === true,
    keepProviderTokens: options.keepProviderTokens === true,
    sessionShape: {
      scopes: settings.scopes,
      // Only people of a Django backend bring sessions.
      audience: options.format === 'django' ? deps.firstAudience() : '',
    },
    signal: stop.signal,
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
    tell(report, options)
    await writeApps(source, { file: options.writeApps, dryRun })
  } finally {
    forgetSignals()
    progress.end()
    notes?.close()
  }
}

/** Only what is sealed hangs on the server's secret; hashes and random digits do not. */
const openImportSecrets = async (deps: CommandDeps, options: TypedOptions): Promise<Secrets> => {
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

const tell = (report: ImportReport, { json, report: file }: TypedOptions): void => {
  console.log(json === true ? JSON.stringify(report) : sayImportReport(report, file))
  if (report.finished) return
  console.error('Stopped. Run the same command again: it goes on where it stopped.')
  process.exitCode = 1
}
