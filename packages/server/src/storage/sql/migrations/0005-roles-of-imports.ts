import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 5,
  name: 'which roles came from where',
  statements: () => [`alter table imports add column roles text not null default '[]'`],
}
