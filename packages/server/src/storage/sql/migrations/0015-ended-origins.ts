import type { Migration } from './migration.js'

/**
 * Sign-ins at a provider that ended there, for as long as what proved them before may still be on its way here. Beside the sessions: it is
 * looked at by those that are being opened alone.
 */
export const migration: Migration = {
  number: 15,
  name: 'sign-ins that ended at their provider',
  statements: ({ millisType }) => [
    `create table ended_origins (
      key text primary key,
      ended_at ${millisType} not null,
      expires_at ${millisType} not null
    )`,
    'create index ended_origins_expires on ended_origins (expires_at)',
  ],
}
