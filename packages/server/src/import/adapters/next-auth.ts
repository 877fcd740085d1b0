import type { ColumnMap } from '../records/column-map.js'
import type { Source } from '../source.js'
import type { SourceTables } from '../tables/source-tables.js'
import { findAdapterTables } from './adapter-database.js'
import { ADAPTER_FIELDS, type AdapterFormat, readAdapterUsers } from './read-adapter-users.js'

/*
 * User:    id, name, email, emailVerified (a moment, or null), image; projects add a column for passwords
 * Account: id, userId, type, provider, providerAccountId, refresh_token, access_token, expires_at (seconds), scope, …
 */
const format: AdapterFormat = {
  provider: (account) => account.text('provider'),
  subject: (account) => account.text('provider_account_id'),
  // A sign-in by mail or with a password is told by the address.
  isPassword: (account) => account.text('type') === 'email' || account.text('type') === 'credentials',
  password: (user) => user.text('password', 'password_hash', 'hashed_password'),
  isVerified: (user) => user.truthOrMoment('email_verified'),
  expiresAt: (account) => account.moment('expires_at'),
}

/** The fields of its people. */
export const NEXT_AUTH_FIELDS = [...ADAPTER_FIELDS, 'password']

/** The people of NextAuth or Auth.js, out of the database of an adapter. */
export const nextAuthSource = (source: SourceTables, map: ColumnMap): Source => ({
  read: async function* () {
    yield* readAdapterUsers(await findAdapterTables(source, 'NextAuth'), format, map)
  },
  readApps: async () => [],
  close: () => source.close(),
})
