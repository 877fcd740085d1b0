import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 5,
  name: 'numbers that are given once, addresses that are claimed, and which roles came from where',
  statements: ({ millisType: millis }) => [
    `create table counters (
      name text primary key,
      value ${millis} not null
    )`,
    'create index users_claimed on users (lower(email)) where email_verified_at is null',
    `alter table imports add column roles text not null default '[]'`,
  ],
}
