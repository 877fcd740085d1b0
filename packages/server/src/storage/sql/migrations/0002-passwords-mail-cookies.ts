import type { Migration } from './migration.js'

export const migration: Migration = {
  number: 2,
  name: 'passwords, mail and cookie sessions',
  statements: ({ millisType: millis }) => [
    `alter table users add column profile text not null default '{}'`,
    'alter table sessions add column cookie_hash text',
    'alter table sessions add column remembered integer not null default 0',
    'alter table sessions add column user_agent text',
    `create table passwords (
      user_id text primary key references users (id) on delete cascade,
      hash text not null,
      changed_at ${millis} not null
    )`,
    `create table sign_ups (
      id text primary key,
      email text not null,
      email_key text not null,
      password_hash text not null,
      name text,
      profile text not null,
      remember integer not null,
      browser_hash text not null,
      wrong_codes integer not null,
      created_at ${millis} not null,
      expires_at ${millis} not null
    )`,
    'create index sign_ups_address on sign_ups (email_key)',
    'create index sign_ups_expiry on sign_ups (expires_at)',
    `create table one_time_links (
      id text primary key,
      user_id text not null references users (id) on delete cascade,
      purpose text not null,
      email text not null,
      email_key text not null,
      wrong_codes integer not null,
      created_at ${millis} not null,
      expires_at ${millis} not null
    )`,
    'create index one_time_links_user on one_time_links (user_id, purpose)',
    'create index one_time_links_expiry on one_time_links (expires_at)',
    `create table mails (
      id text primary key,
      user_id text,
      recipient text not null,
      recipient_key text not null,
      locale text not null,
      kind text not null,
      details text not null,
      created_at ${millis} not null,
      attempts integer not null,
      next_attempt_at ${millis},
      outcome text,
      settled_at ${millis},
      last_error text,
      check ((outcome is null) = (settled_at is null)),
      check ((next_attempt_at is null) = (settled_at is not null))
    )`,
    'create index mails_due on mails (next_attempt_at) where next_attempt_at is not null',
    'create index mails_settled on mails (settled_at) where settled_at is not null',
    'create index mails_recipient on mails (recipient_key)',
    'create index mails_user on mails (user_id) where user_id is not null',
    `create table throttles (
      key text primary key,
      count integer not null,
      paused_until ${millis} not null,
      updated_at ${millis} not null
    )`,
    'create index throttles_use on throttles (updated_at)',
  ],
}
