import { providerIdOf } from '../provider-ids.js'
import type { FoundApp } from '../source.js'
import type { SourceTables, Table } from '../tables/source-tables.js'

const TABLE = 'socialaccount_socialapp'
const MOST = 100

/** The applications at providers that django-allauth keeps in a table. */
export const readApps = async (
  source: SourceTables,
  tables: ReadonlyMap<string, Table>,
): Promise<readonly FoundApp[]> => {
  if (!tables.has(TABLE)) return []
  const rows = await source.page({ table: TABLE, key: 'id', after: null, limit: MOST })
  return rows.map((row) => ({
    provider: providerIdOf(row['provider'] ?? '').id,
    clientId: row['client_id'] ?? '',
    clientSecret: row['secret'] ?? '',
  }))
}
