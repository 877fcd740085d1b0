import { resolve } from 'node:path'
import { FORMATS, type Format } from '../import/index.js'
import { CommandError } from './command-error.js'

/** The options of `latchkey import`, as they were typed. */
export interface TypedImportOptions {
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

export type CheckedImportOptions = TypedImportOptions & {
  readonly format: Format
  readonly sourceName: string
}

/** @throws CommandError for what does not fit together. Nothing has been opened so far. */
export const checkImportOptions = (name: string, typed: TypedImportOptions): CheckedImportOptions => {
  const format = FORMATS.find((one) => one === name)
  if (format === undefined)
    throw new CommandError(`There is no format ${name}.`, `Write one of: ${FORMATS.join(', ')}.`)
  refuseIdleOptions(format, typed)
  const { report, writeApps } = typed
  if (report !== undefined && writeApps !== undefined && resolve(report) === resolve(writeApps))
    throw new CommandError(
      '--report and --write-apps name the same file.',
      'Give each of them a file of its own.',
    )
  return { ...typed, format, sourceName: checkSourceName(typed.source ?? format) }
}

/** Options that only some formats have a use for. */
const USES = [
  { option: '--table', key: 'table', formats: ['django'] },
  { option: '--secret-key-file', key: 'secretKeyFile', formats: ['django'] },
  { option: '--auth0-connection', key: 'auth0Connection', formats: ['django'] },
  { option: '--write-apps', key: 'writeApps', formats: ['django'] },
  { option: '--passwords', key: 'passwords', formats: ['auth0'] },
  {
    option: '--keep-provider-tokens',
    key: 'keepProviderTokens',
    formats: ['django', 'better-auth', 'next-auth', 'ndjson'],
  },
] as const satisfies readonly {
  readonly option: string
  readonly key: keyof TypedImportOptions
  readonly formats: readonly Format[]
}[]

const refuseIdleOptions = (format: Format, typed: TypedImportOptions): void => {
  const isOf = (formats: readonly Format[]): boolean => formats.includes(format)
  const idle = USES.find(({ key, formats }) => typed[key] !== undefined && !isOf(formats))
  if (idle === undefined) return
  const others = USES.filter(({ formats }) => isOf(formats)).map(({ option }) => option)
  throw new CommandError(
    `${idle.option} does nothing for ${format}: it is for ${idle.formats.join(', ')}.`,
    others.length === 0 ? 'Leave it out.' : `Leave it out. For ${format} there is: ${others.join(' ')}.`,
  )
}

const checkSourceName = (name: string): string => {
  if (/^[\w.-]{1,64}$/.test(name)) return name
  throw new CommandError(
    `${name} is no name for a source.`,
    'Write 1 to 64 letters, digits, dots, hyphens or underscores after --source.',
  )
}
