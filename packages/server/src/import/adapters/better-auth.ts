import type { ColumnMap } from '../records/column-map.js'
import type { Source } from '../source.js'
import type { SourceTables } from '../tables/source-tables.js'
import { findAdapterTables } from './adapter-database.js'
import { ADAPTER_FIELDS, type AdapterFormat, readAdapterUsers } from './read-adapter-users.js'

/*
 * user:    id, name, email, emailVerified, image, createdAt, updatedAt [, username, role, banned]
 * account: id, userId, providerId, accountId, accessToken, refreshToken, accessTokenExpiresAt, scope, password, createdAt, …
 *          A password is an account of the provider `credential`.
 */
const format: AdapterFormat = {
  provider: (account) => account.text('provider_id'),
  subject: (account) => account.text('account_id'),
  isPassword: (account) => account.text('provider_id') === 'credential',
  password: (_, accounts) =>
    accounts.find((account) => account.text('provider_id') === 'credential')?.text('password') ?? null,
  isVerified: (user) => user.truth('email_verified') === true,
  expiresAt: (account) => account.moment('access_token_expires_at'),
}

/** The fields of its people. */
export const BETTER_AUTH_FIELDS = ADAPTER_FIELDS

/** The people of Better Auth, out of its database. */
export const betterAuthSource = (source: SourceTables, map: ColumnMap): Source => ({
  read: async function* () {
    yield* readAdapterUsers(await findAdapterTables(source, 'Better Auth'), format, map)
  },
  readApps: async () => [],
  close: () => source.close(),
})
