import type { Dialect } from '../database.js'
import { postgresTriggers } from './0007-triggers-postgres.js'
import { sqliteTriggers } from './0007-triggers-sqlite.js'
import type { Migration } from './migration.js'

/**
 * What APIs and other receivers must hear of is noted by the database itself, in the transaction of the change: whoever makes the change, a
 * flow, an import or an operator at a prompt, cannot leave it out.
 */
export const migration: Migration = {
  number: 7,
  name: 'numbered sessions and security events',
  statements: (dialect) => [
    ...numberSessions(dialect),
    'create unique index sessions_number on sessions (number) where number is not null',
    `create table status_seeds (name text primary key, seed text not null)`,
    `insert into status_seeds (name, seed) values ('sessions', ${randomSeed(dialect)})`,
    `create table security_events (
      id ${dialect.name === 'sqlite' ? 'integer primary key autoincrement' : 'bigserial primary key'},
      position ${dialect.millisType},
      type text not null,
      user_id text not null,
      session_id text,
      session_number ${dialect.millisType},
      reason text,
      detail text,
      occurred_at ${dialect.millisType} not null
    )`,
    'create unique index security_events_position on security_events (position) where position is not null',
    'create index security_events_waiting on security_events (id) where position is null',
    'create index security_events_sessions on security_events (session_number) where session_number is not null',
    'create index security_events_age on security_events (occurred_at)',
    `insert into counters (name, value) values ('security_events', 0)`,
    ...(dialect.name === 'sqlite' ? sqliteTriggers : postgresTriggers),
  ],
}

/** Numbers are given by the database, once and never again: each stands for one place in a status list. */
const numberSessions = ({ name }: Dialect): readonly string[] =>
  name === 'postgres'
    ? [
        'create sequence session_numbers minvalue 0 start 0',
        'alter table sessions add column number bigint',
        `update sessions set number = nextval('session_numbers')`,
        `alter table sessions alter column number set default nextval('session_numbers')`,
      ]
    : [
        'alter table sessions add column number integer',
        `update sessions set number = numbered.number from (
          select id, row_number() over (order by id) - 1 as number from sessions
        ) as numbered where numbered.id = sessions.id`,
        `insert into counters (name, value) select 'sessions', count(*) from sessions`,
        `create trigger sessions_counted after insert on sessions begin
          update counters set value = value + 1 where name = 'sessions';
        end`,
      ]

const randomSeed = ({ name }: Dialect): string =>
  name === 'postgres'
    ? `replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`
    : 'lower(hex(randomblob(32)))'
