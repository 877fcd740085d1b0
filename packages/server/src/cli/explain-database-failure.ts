import type { DatabaseSettings } from '../ports/storage.js'
import { CommandError } from './command-error.js'

/** Why the database cannot be used, where an operator can mend it; undefined for anything else. */
export const explainDatabaseFailure = (
  error: unknown,
  database: DatabaseSettings,
): CommandError | undefined =>
  database.kind === 'postgres'
    ? explainPostgres(chainOf(error), database.url)
    : explainSqlite(chainOf(error), database.file)

const WHERE = 'LATCHKEY_DATABASE (or database in the configuration)'

const explainPostgres = (errors: readonly Failure[], text: string): CommandError | undefined => {
  const url = new URL(text)
  const name = url.pathname.slice(1)
  const server = `PostgreSQL at ${addressOf(url)}`
  for (const { code, message } of errors) {
    const reason = UNREACHABLE[code] ?? LOST.exec(message)?.[0]
    if (reason !== undefined) {
      return new CommandError(`${server} cannot be reached: ${reason}.`, `Start it, or correct ${WHERE}.`)
    }
    // PostgreSQL, appendix A: class 28, invalid authorization; 3D000, invalid catalog name.
    if (code.startsWith('28')) {
      return new CommandError(
        `${server} does not let the user ${url.username || 'of this process'} in.`,
        `Correct user and password in ${WHERE}, with special characters percent-encoded.`,
      )
    }
    if (code === '3D000') {
      return new CommandError(
        `${server} has no database ${name}.`,
        `Make it with: createdb ${name}; or correct ${WHERE}.`,
      )
    }
  }
  // Whatever else a statement met that the storage calls unavailable.
  return errors.some(({ code }) => code === 'storage_unavailable')
    ? new CommandError(`${server} broke off: ${errors.at(-1)?.message}.`, 'Run this again once it is back.')
    : undefined
}

/** Host and port and nothing else: the rest of the address has the password in it. */
const addressOf = (url: URL): string =>
  `${url.hostname || url.searchParams.get('host') || 'localhost'}:${url.port || '5432'}`

const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no way to that network',
  ENOENT: 'there is no such socket',
  '57P03': 'it is starting up or shutting down',
  '53300': 'it has too many connections already',
}

const LOST =
  /Connection terminated|timeout exceeded when trying to connect|The server does not support SSL connections/

const explainSqlite = (errors: readonly Failure[], file: string): CommandError | undefined => {
  const codes = errors.map(({ code }) => code)
  if (codes.some((code) => LOCKED.test(code)))
    return new CommandError(
      `The SQLite file ${file} is locked: another process is writing to it, and did not finish.`,
      'Wait for that process, or stop it; then run this again.',
    )
  const reason = codes.map((code) => UNUSABLE[code]).find((known) => known !== undefined)
  return reason === undefined
    ? undefined
    : new CommandError(`The SQLite file ${file} cannot be used: ${reason}.`, `Correct ${WHERE}.`)
}

/** The storage itself gives up on nothing else. */
const LOCKED = /^(?:SQLITE_BUSY|SQLITE_LOCKED|storage_unavailable)/

const UNUSABLE: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EROFS: 'that disk is read-only',
  EISDIR: 'it is a folder',
  ENOTDIR: 'what should be its folder is a file',
  EEXIST: 'what should be its folder is a file',
  SQLITE_CANTOPEN: 'it cannot be opened',
  SQLITE_READONLY: 'this user may not write there',
  SQLITE_NOTADB: 'it is no SQLite database',
  SQLITE_CORRUPT: 'it is damaged',
  SQLITE_FULL: 'its disk is full',
}

interface Failure {
  readonly code: string
  readonly message: string
}

/** An error and what it was made from: the storage says that it is unavailable, its cause says why. */
const chainOf = (error: unknown): readonly Failure[] => {
  if (!(error instanceof Error)) return []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return [{ code, message: error.message }, ...chainOf(error.cause)]
}
