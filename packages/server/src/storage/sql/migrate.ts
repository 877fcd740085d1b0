import { sql } from 'kysely'
import type { Millis } from '../../model/time.js'
import type { Connection, Database, Dialect } from './database.js'
import { migration as accountsSessionsKeys } from './migrations/0001-accounts-sessions-keys.js'
import { migration as passwordsMailCookies } from './migrations/0002-passwords-mail-cookies.js'
import { migration as linkingProviderTokens } from './migrations/0003-linking-provider-tokens.js'
import { migration as formerBackends } from './migrations/0004-former-backends.js'
import { migration as numbersAndClaims } from './migrations/0005-numbers-and-claims.js'
import { migration as apiKeys } from './migrations/0006-api-keys.js'
import { migration as securityEvents } from './migrations/0007-security-events.js'
import { migration as eventStreams } from './migrations/0008-event-streams.js'
import { migration as logoutStreams } from './migrations/0009-logout-streams.js'
import { migration as sessionOrigins } from './migrations/0010-session-origins.js'
import { migration as auditHistory } from './migrations/0011-audit-history.js'
import { migration as operators } from './migrations/0012-operators.js'
import { migration as auditChain } from './migrations/0013-audit-chain.js'
import { migration as rolesOfIdentities } from './migrations/0014-roles-of-identities.js'
import { migration as endedOrigins } from './migrations/0015-ended-origins.js'
import { migration as webhooks } from './migrations/0016-webhooks.js'
import { migration as storedProviders } from './migrations/0017-stored-providers.js'
import { migration as impersonation } from './migrations/0018-impersonation.js'
import { migration as overview } from './migrations/0019-overview.js'
import { migration as impersonationAndRoles } from './migrations/0020-impersonation-and-roles.js'
import { migration as storedLogoutAddresses } from './migrations/0021-stored-logout-addresses.js'
import type { Migration } from './migrations/migration.js'
import { type Statement, statement } from './statement.js'

const MIGRATIONS: readonly Migration[] = [
  accountsSessionsKeys,
  passwordsMailCookies,
  linkingProviderTokens,
  formerBackends,
  numbersAndClaims,
  apiKeys,
  securityEvents,
  eventStreams,
  logoutStreams,
  sessionOrigins,
  auditHistory,
  operators,
  auditChain,
  rolesOfIdentities,
  endedOrigins,
  webhooks,
  storedProviders,
  impersonation,
  overview,
  impersonationAndRoles,
  storedLogoutAddresses,
]

/** The database was written by a newer Latchkey than this one. */
export class SchemaTooNewError extends Error {
  override readonly name = 'SchemaTooNewError'
}

/** The ASCII codes of "latchkey": a number nobody else takes an advisory lock on. */
const ADVISORY_LOCK = '7809651199139603833'

/**
 * Brings the schema up to date. Any number of processes may call it in the same moment: one migrates, the others wait and
 * find the work done. All or nothing.
 *
 * @returns the names of the migrations this call applied
 * @throws SchemaTooNewError
 */
export const migrate = (database: Database, now: Millis): Promise<readonly string[]> =>
  database.transaction(async (connection) => {
    if (connection.dialect.name === 'postgres')
      await connection.run(raw(`select pg_advisory_xact_lock(${ADVISORY_LOCK})`), {})
    await connection.run(raw(createLedger(connection.dialect)), {})
    const applied = (await connection.run(selectApplied, {})).map((row) => row.number)
    refuseNewerSchema(applied)
    const due = MIGRATIONS.filter((migration) => !applied.includes(migration.number))
    for (const migration of due) await apply(connection, migration, now)
    return due.map((migration) => migration.name)
  })

/** What is found in a database without changing anything there. */
export interface SchemaState {
  /** The names of the migrations that the next start will apply. */
  readonly due: readonly string[]
  /** Whether a newer Latchkey has been here. */
  readonly isTooNew: boolean
  /** What the clock of the database server says; undefined where it is that of this machine. */
  readonly clock: Millis | undefined
}

/** Looks at the schema, and leaves it as it is. */
export const inspectSchema = async (database: Database): Promise<SchemaState> => {
  const isPostgres = database.dialect.name === 'postgres'
  const ledger = await database.run(isPostgres ? findPostgresLedger : findSqliteLedger, {})
  const applied =
    ledger.length === 0 ? [] : (await database.run(selectApplied, {})).map(({ number }) => number)
  const newest = MIGRATIONS.at(-1)?.number ?? 0
  return {
    due: MIGRATIONS.filter(({ number }) => !applied.includes(number)).map(({ name }) => name),
    isTooNew: applied.some((number) => number > newest),
    clock: isPostgres ? (await database.run(selectClock, {}))[0]?.now : undefined,
  }
}

const createLedger = ({ millisType }: Dialect): string =>
  `create table if not exists schema_migrations (number integer primary key, name text not null, applied_at ${millisType} not null)`

const refuseNewerSchema = (applied: readonly number[]): void => {
  const newest = MIGRATIONS.at(-1)?.number ?? 0
  const unknown = applied.filter((number) => number > newest)
  if (unknown.length === 0) return
  throw new SchemaTooNewError(
    `The database has migration ${Math.max(...unknown)}, this Latchkey knows ${newest}. Run the newer Latchkey that wrote it.`,
  )
}

const apply = async (connection: Connection, migration: Migration, now: Millis): Promise<void> => {
  for (const text of migration.statements(connection.dialect)) await connection.run(raw(text), {})
  await connection.run(recordApplied, { number: migration.number, name: migration.name, now })
}

const raw = (text: string): Statement<object, unknown> =>
  statement((db) => ({ compile: () => sql.raw(text).compile(db) }))

const selectApplied = statement((db) => ({
  compile: () => sql<{ number: number }>`select number from schema_migrations order by number`.compile(db),
}))

const findPostgresLedger = statement((db) => ({
  compile: () =>
    sql<object>`select 1 as found where to_regclass('schema_migrations') is not null`.compile(db),
}))

const findSqliteLedger = statement((db) => ({
  compile: () =>
    sql<object>`select 1 as found from sqlite_master where type = 'table' and name = 'schema_migrations'`.compile(
      db,
    ),
}))

const selectClock = statement((db) => ({
  compile: () =>
    sql<{ now: Millis }>`select (extract(epoch from clock_timestamp()) * 1000)::bigint as now`.compile(db),
}))

const recordApplied = statement((db, given: { number: number; name: string; now: Millis }) => ({
  compile: () =>
    sql`insert into schema_migrations values (${given.number}, ${given.name}, ${given.now})`.compile(db),
}))
