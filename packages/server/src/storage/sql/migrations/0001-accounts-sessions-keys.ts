import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 1,
  name: 'accounts, sessions, clients and signing keys',
  statements: ({ millisType: millis }) => [
    `create table users (
      id text primary key,
      email text,
      email_key text unique,
      email_verified_at ${millis},
      name text,
      picture text,
      suspended_at ${millis},
      created_at ${millis} not null,
      updated_at ${millis} not null,
      check ((email_key is null) = (email_verified_at is null))
    )`,
    `create table identities (
      provider text not null,
      subject text not null,
      user_id text not null references users (id) on delete cascade,
      email text,
      created_at ${millis} not null,
      last_used_at ${millis} not null,
      primary key (provider, subject)
    )`,
    'create index identities_user on identities (user_id)',
    `create table sessions (
      id text primary key,
      user_id text not null references users (id) on delete cascade,
      client_id text not null,
      scope text not null,
      audience text not null,
      amr text not null,
      authenticated_at ${millis} not null,
      created_at ${millis} not null,
      last_used_at ${millis} not null,
      expires_at ${millis} not null,
      generation integer not null,
      rotated_at ${millis},
      ended_at ${millis},
      end_reason text
    )`,
    'create index sessions_user on sessions (user_id)',
    'create index sessions_expiry on sessions (expires_at)',
    'create index sessions_ended on sessions (ended_at) where ended_at is not null',
    `create table spent_proofs (
      key text primary key,
      expires_at ${millis} not null
    )`,
    'create index spent_proofs_expiry on spent_proofs (expires_at)',
    `create table clients (
      id text primary key,
      type text not null check (type in ('confidential', 'public')),
      secret_hash text,
      grants text not null,
      scope text not null,
      created_at ${millis} not null
    )`,
    `create table signing_keys (
      kid text primary key,
      sequence integer not null unique,
      algorithm text not null,
      public_jwk text not null,
      sealed_private_key text not null,
      created_at ${millis} not null,
      signs_from ${millis} not null
    )`,
  ],
}
