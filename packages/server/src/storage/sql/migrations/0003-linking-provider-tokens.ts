import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 3,
  name: 'names of identities, and tokens of providers',
  statements: ({ millisType: millis }) => [
    'alter table identities add column name text',
    `create table provider_tokens (
      provider text not null,
      subject text not null,
      sealed text not null,
      updated_at ${millis} not null,
      claimed_until ${millis},
      primary key (provider, subject),
      foreign key (provider, subject) references identities (provider, subject) on delete cascade
    )`,
  ],
}
