import type { ImportedIdentity, ImportedUser } from '../imported-user.js'
import { providerIdOf } from '../provider-ids.js'
import { type ColumnMap, checkMappedColumns } from '../records/column-map.js'
import { remarkOnLeftColumns } from '../records/left-columns.js'
import { Records } from '../records/record.js'
import type { SourceRecord } from '../records/source-record.js'
import { NO_ID, usableId } from '../records/usable-id.js'
import type { Found } from '../source.js'
import { groupBy, pagesOf } from '../tables/source-tables.js'
import type { AdapterDatabase } from './adapter-database.js'

/** How a library writes people down. */
export interface AdapterFormat {
  readonly provider: (account: SourceRecord) => string | null
  readonly subject: (account: SourceRecord) => string | null
  readonly password: (user: SourceRecord, accounts: readonly SourceRecord[]) => string | null
  /** An account that is no identity, but holds the password. */
  readonly isPassword: (account: SourceRecord) => boolean
  readonly isVerified: (user: SourceRecord) => boolean
  readonly expiresAt: (account: SourceRecord) => number | null
}

/** The fields of people both libraries have, some with plug-ins. */
export const ADAPTER_FIELDS = [
  'email',
  'email_verified',
  'username',
  'name',
  'image',
  'role',
  'banned',
  'created_at',
  'last_login_at',
]

/** The people of such a database, a page at a time. */
export async function* readAdapterUsers(
  database: AdapterDatabase,
  format: AdapterFormat,
  map: ColumnMap,
): AsyncGenerator<Found> {
  const { source, users, userId, accounts, accountOwner, sessions } = database
  checkMappedColumns(`The table ${users.name} of ${source.name}`, users.columns, map)
  const records = new Records(map)
  for await (const rows of pagesOf(source, users.name, userId)) {
    const ids = rows.flatMap((row) => row[userId] ?? [])
    const owned = groupBy(await source.rowsWhere(accounts.name, accountOwner, ids), accountOwner)
    for (const row of rows) {
      const id = usableId(row[userId] ?? null)
      const { [userId]: _, ...cells } = row
      const user = records.open(cells)
      const own = (owned.get(row[userId] ?? '') ?? []).map((account) => user.part(accounts.name, account))
      yield id === undefined
        ? { type: 'unreadable', where: `a row of ${users.name}`, reason: NO_ID }
        : { type: 'user', user: readAdapterUser(id, user, own, format) }
    }
  }
  yield* remarkOnLeftColumns(records, users.name)
  const count = sessions === undefined ? 0 : await source.count(sessions.name)
  if (count > 0) yield { type: 'remark', kind: 'sessions_of_source', count }
}

const readAdapterUser = (
  sourceId: string,
  user: SourceRecord,
  accounts: readonly SourceRecord[],
  format: AdapterFormat,
): ImportedUser => {
  const email = user.text('email')
  const role = user.text('role')
  return {
    sourceId,
    address: email === null ? null : { text: email, proof: format.isVerified(user) ? 'source' : 'nobody' },
    username: user.text('username'),
    otherAddresses: [],
    name: user.text('name'),
    firstName: null,
    lastName: null,
    picture: user.text('image'),
    password: format.password(user, accounts),
    suspended: user.suspendedWhen('banned'),
    createdAt: user.moment('created_at'),
    lastLoginAt: user.moment('last_login_at'),
    // The plugin for administrators writes several with commas between them.
    roles: role === null ? [] : role.split(',').map((one) => one.trim()),
    identities: accounts
      .filter((account) => !format.isPassword(account))
      .flatMap((account) => toIdentity(account, format)),
    sessions: [],
    django: null,
    notes: user.notes,
  }
}

const toIdentity = (account: SourceRecord, format: AdapterFormat): readonly ImportedIdentity[] => {
  const { id, isKnown } = providerIdOf(format.provider(account) ?? '')
  if (!isKnown) account.notes.push({ kind: 'provider_unknown', detail: id.slice(0, 64) })
  const accessToken = account.text('access_token')
  const identity = {
    provider: id,
    subject: format.subject(account) ?? '',
    email: null,
    name: null,
    createdAt: account.moment('created_at'),
    lastUsedAt: account.moment('updated_at'),
    tokens:
      accessToken === null
        ? null
        : {
            accessToken,
            refreshToken: account.text('refresh_token') ?? undefined,
            expiresAt: format.expiresAt(account) ?? undefined,
            scope: account.text('scope') ?? undefined,
          },
  }
  return [identity]
}
