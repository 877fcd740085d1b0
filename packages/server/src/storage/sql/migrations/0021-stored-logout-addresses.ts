import type { Migration } from './migration.js'

/** Clients that operators added may be told of ends, too. */
export const migration: Migration = {
  number: 21,
  name: 'logout tokens for stored clients',
  statements: () => ['alter table clients add column back_channel_logout_uri text'],
}
