import type { Migration } from './migration.js'

/** A stream is a place in the order of the events there are: nothing is written for it when something happens. */
export const migration: Migration = {
  number: 8,
  name: 'streams of security events',
  statements: (dialect) => [
    'alter table security_events add column stream_id text',
    `create table event_streams (
      id text primary key,
      client_id text not null,
      description text,
      requested text not null,
      push_endpoint text,
      push_authorization text,
      status text not null,
      status_reason text,
      position ${dialect.millisType} not null,
      acknowledged text not null,
      version ${dialect.millisType} not null,
      created_at ${dialect.millisType} not null,
      active_at ${dialect.millisType} not null,
      verified_at ${dialect.millisType},
      attempts integer not null,
      next_attempt_at ${dialect.millisType} not null,
      last_error text
    )`,
    'create index event_streams_client on event_streams (client_id)',
    'create index event_streams_pushed on event_streams (next_attempt_at) where push_endpoint is not null',
    `create table event_stream_exclusions (
      stream_id text not null references event_streams (id) on delete cascade,
      subject text not null,
      primary key (stream_id, subject)
    )`,
    `create table dead_letters (
      stream_id text not null references event_streams (id) on delete cascade,
      position ${dialect.millisType} not null,
      event text not null,
      error text not null,
      noted_at ${dialect.millisType} not null,
      due integer not null,
      primary key (stream_id, position)
    )`,
  ],
}
