import type { Migration } from './migration.js'

/**
 * Who did what. An entry is written in the transaction of what it tells, and gets its place afterwards: ids come in the order rows were written,
 * which is not that in which they could be seen.
 */
export const migration: Migration = {
  number: 11,
  name: 'audit history',
  statements: (dialect) => [
    `create table audit_entries (
      id ${dialect.name === 'sqlite' ? 'integer primary key autoincrement' : 'bigserial primary key'},
      position ${dialect.millisType},
      link text,
      action text not null,
      actor_kind text not null,
      actor_id text,
      user_id text,
      target text,
      refusal text,
      network text,
      user_agent text,
      detail text,
      occurred_at ${dialect.millisType} not null
    )`,
    'create unique index audit_entries_position on audit_entries (position) where position is not null',
    'create index audit_entries_waiting on audit_entries (id) where position is null',
    'create index audit_entries_user on audit_entries (user_id, position) where user_id is not null',
    'create index audit_entries_actor on audit_entries (actor_id, position) where actor_id is not null',
    'create index audit_entries_action on audit_entries (action, position)',
    'create index audit_entries_network on audit_entries (network, position) where network is not null',
    'create index audit_entries_age on audit_entries (occurred_at)',
    `insert into counters (name, value) values ('audit_entries', 0)`,
  ],
}
