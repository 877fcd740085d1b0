import type { Migration } from './migration.js'

/** Providers that operators set. The counter says how often one of them was set or removed: other processes look at nothing else. */
export const migration: Migration = {
  number: 17,
  name: 'stored providers',
  statements: ({ millisType }) => [
    `create table stored_providers (
      id text primary key,
      kind text not null,
      options text not null,
      sealed_secrets text not null,
      secrets_set_at text not null,
      enabled integer not null,
      version integer not null,
      created_at ${millisType} not null,
      updated_at ${millisType} not null
    )`,
    `insert into counters (name, value) values ('stored_providers', 0)`,
  ],
}
