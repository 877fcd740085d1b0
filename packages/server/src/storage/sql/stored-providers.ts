import { type ProviderKind, providerOptions } from '@latchkey/contract'
import {
  MOST_STORED_PROVIDERS,
  type StoredProvider,
  type StoredProviders,
} from '../../ports/stored-providers.js'
import type { Connection } from './database.js'
import type { StoredProviderRow } from './operator-tables.js'
import { statement } from './statement.js'

export const storedProvidersOn = (connection: Connection): StoredProviders => ({
  list: async () => (await connection.run(selectProviders, {})).map(toProvider),
  find: async (id) => (await connection.run(selectProvider, { id })).map(toProvider)[0],
  revision: async () => (await connection.run(selectRevision, {}))[0]?.value ?? 0,
  holdAll: async () => {
    await connection.run(raiseRevision, {})
  },
  put: async (provider) => {
    await connection.run(upsertProvider, toRow(provider))
  },
  remove: async (id) => ((await connection.run(deleteProvider, { id })).length > 0 ? 'removed' : 'unknown'),
})

const toProvider = (row: StoredProviderRow): StoredProvider => ({
  id: row.id,
  // Checked when it was written; one that a newer Latchkey knew is told when it is made.
  kind: row.kind as ProviderKind,
  options: providerOptions.parse(JSON.parse(row.options)),
  sealedSecrets: row.sealed_secrets,
  secretsSetAt: JSON.parse(row.secrets_set_at) as StoredProvider['secretsSetAt'],
  enabled: row.enabled === 1,
  version: row.version,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

const toRow = (provider: StoredProvider): StoredProviderRow => ({
  id: provider.id,
  kind: provider.kind,
  options: JSON.stringify(provider.options),
  sealed_secrets: provider.sealedSecrets,
  secrets_set_at: JSON.stringify(provider.secretsSetAt),
  enabled: provider.enabled ? 1 : 0,
  version: provider.version,
  created_at: provider.createdAt,
  updated_at: provider.updatedAt,
})

const COUNTER = 'stored_providers'

const selectProviders = statement((db) =>
  db.selectFrom('stored_providers').selectAll().orderBy('id').limit(MOST_STORED_PROVIDERS),
)

const selectProvider = statement((db, given: { id: string }) =>
  db.selectFrom('stored_providers').selectAll().where('id', '=', given.id),
)

const selectRevision = statement((db) =>
  db.selectFrom('counters').select('value').where('name', '=', COUNTER),
)

const raiseRevision = statement((db) =>
  db
    .updateTable('counters')
    .set((row) => ({ value: row('value', '+', 1) }))
    .where('name', '=', COUNTER)
    .returning('value'),
)

const upsertProvider = statement((db, given: StoredProviderRow) =>
  db
    .insertInto('stored_providers')
    .values({
      id: given.id,
      kind: given.kind,
      options: given.options,
      sealed_secrets: given.sealed_secrets,
      secrets_set_at: given.secrets_set_at,
      enabled: given.enabled,
      version: given.version,
      created_at: given.created_at,
      updated_at: given.updated_at,
    })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((row) => ({
        kind: row.ref('excluded.kind'),
        options: row.ref('excluded.options'),
        sealed_secrets: row.ref('excluded.sealed_secrets'),
        secrets_set_at: row.ref('excluded.secrets_set_at'),
        enabled: row.ref('excluded.enabled'),
        version: row.ref('excluded.version'),
        updated_at: row.ref('excluded.updated_at'),
      })),
    ),
)

const deleteProvider = statement((db, given: { id: string }) =>
  db.deleteFrom('stored_providers').where('id', '=', given.id).returning('id'),
)
