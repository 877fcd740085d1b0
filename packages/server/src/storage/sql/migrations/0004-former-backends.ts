import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 4,
  name: 'people, names and tokens of the backend that is replaced',
  statements: ({ millisType: millis }) => [
    `alter table users add column roles text not null default '[]'`,
    'alter table sessions add column opaque_hash text',
    `alter table sessions add column idle_limit ${millis}`,
    'create unique index sessions_opaque on sessions (opaque_hash) where opaque_hash is not null',
    `create table imports (
      source text not null,
      source_id text not null,
      user_id text references users (id) on delete set null,
      digest text not null,
      imported_at ${millis} not null,
      primary key (source, source_id)
    )`,
    'create index imports_user on imports (user_id)',
    `create table login_names (
      name text primary key,
      folded text not null,
      user_id text not null references users (id) on delete cascade
    )`,
    'create index login_names_folded on login_names (folded)',
    'create index login_names_user on login_names (user_id)',
    `create table django_accounts (
      user_id text primary key references users (id) on delete cascade,
      id text not null unique,
      number ${millis} unique,
      username text unique,
      first_name text,
      last_name text,
      auth_provider text,
      last_login_at ${millis},
      joined_at ${millis} not null,
      former_ended_at ${millis}
    )`,
  ],
}
