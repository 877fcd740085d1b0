import type { Migration } from './migration.js'

/** Says whose tokens a session had, also after its row is gone. */
const COLUMNS = 'type, user_id, session_id, session_number, client_id, reason, occurred_at'

const valuesOf = (row: 'new' | 'old', reason: string, at: string): string =>
  `'session-revoked', ${row}.user_id, ${row}.id, ${row}.number, ${row}.client_id, ${reason}, ${at}`

const ended = `insert into security_events (${COLUMNS}) values (${valuesOf('new', 'new.end_reason', 'new.ended_at')});`

const deletedAt = (now: string): string =>
  `insert into security_events (${COLUMNS}) values (${valuesOf('old', `'deleted'`, now)});`

const SQLITE_NOW = `cast(unixepoch('subsec') * 1000 as integer)`
const POSTGRES_NOW = `(extract(epoch from clock_timestamp()) * 1000)::bigint`

const sqliteTriggers: readonly string[] = [
  'drop trigger sessions_end_noted',
  `create trigger sessions_end_noted after update of ended_at on sessions
    when new.ended_at is not null and old.ended_at is null
    begin ${ended} end`,
  'drop trigger sessions_deletion_noted',
  `create trigger sessions_deletion_noted after delete on sessions
    when old.ended_at is null and old.expires_at > ${SQLITE_NOW}
    begin ${deletedAt(SQLITE_NOW)} end`,
]

const functionOf = (name: string, body: string): string =>
  `create or replace function ${name}() returns trigger language plpgsql as $$
    begin
      ${body}
      perform pg_notify('latchkey_security_events', '');
      return null;
    end $$`

const postgresTriggers: readonly string[] = [
  functionOf('sessions_end_noted', ended),
  functionOf('sessions_deletion_noted', deletedAt(POSTGRES_NOW)),
]

/** Clients that want to be told of the end of their sessions have a stream each, which only tells of those. */
export const migration: Migration = {
  number: 9,
  name: 'logout tokens for clients',
  statements: ({ name }) => [
    'alter table security_events add column client_id text',
    ...(name === 'sqlite' ? sqliteTriggers : postgresTriggers),
    `alter table event_streams add column kind text not null default 'events'`,
    `create unique index event_streams_logout on event_streams (client_id) where kind = 'logout'`,
  ],
}
