import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 6,
  name: 'API keys',
  statements: () => [
    'alter table sessions add column key_name text',
    'alter table sessions add column key_hint text',
    'create index sessions_keys on sessions (user_id) where key_name is not null',
  ],
}
