import type { Migration } from './migration.js'

/** Which roles of a user an identity gives: they go when its provider gives them no more, or the identity goes. */
export const migration: Migration = {
  number: 14,
  name: 'roles that providers give',
  statements: () => [`alter table identities add column roles text not null default '[]'`],
}
