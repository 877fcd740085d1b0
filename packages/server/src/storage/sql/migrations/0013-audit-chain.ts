import type { Dialect } from '../database.js'
import type { Migration } from './migration.js'

const KEPT = 'entries of the audit history are neither changed nor removed'

/** What stands in an entry before it has its place, which is all that is ever written there afterwards. */
const COLUMNS = [
  'id',
  'action',
  'actor_kind',
  'actor_id',
  'user_id',
  'target',
  'refusal',
  'network',
  'user_agent',
  'detail',
  'occurred_at',
]

const isChange = (differs: string): string =>
  ['old.position is not null', ...COLUMNS.map((name) => `new.${name} ${differs} old.${name}`)].join(' or ')
const isPlaced = 'new.position is not null or new.link is not null'
/** Those that retention has written off, in the transaction in which it removes them, may go. */
const IS_KEPT = 'old.position is null or old.position > coalesce((select floor_position from audit_chain), 0)'

const sqliteTriggers: readonly string[] = [
  `create trigger audit_entries_begin before insert on audit_entries when ${isPlaced}
    begin select raise(abort, '${KEPT}'); end`,
  `create trigger audit_entries_stay before update on audit_entries when ${isChange('is not')}
    begin select raise(abort, '${KEPT}'); end`,
  `create trigger audit_entries_kept before delete on audit_entries when ${IS_KEPT}
    begin select raise(abort, '${KEPT}'); end`,
  `create trigger audit_chain_kept before delete on audit_chain
    begin select raise(abort, '${KEPT}'); end`,
]

const refusing = `begin raise exception '${KEPT}'; end`

const postgresTriggers: readonly string[] = [
  `create function keep_audit_history() returns trigger language plpgsql as $$ ${refusing} $$`,
  `create function keep_audit_entry() returns trigger language plpgsql as $$
    begin
      if ${IS_KEPT} then raise exception '${KEPT}'; end if;
      return old;
    end $$`,
  `create trigger audit_entries_begin before insert on audit_entries for each row
    when (${isPlaced}) execute function keep_audit_history()`,
  `create trigger audit_entries_stay before update on audit_entries for each row
    when (${isChange('is distinct from')}) execute function keep_audit_history()`,
  'create trigger audit_entries_kept before delete on audit_entries for each row execute function keep_audit_entry()',
  'create trigger audit_entries_whole before truncate on audit_entries for each statement execute function keep_audit_history()',
  'create trigger audit_chain_kept before delete or truncate on audit_chain for each statement execute function keep_audit_history()',
]

const triggers = ({ name }: Dialect): readonly string[] =>
  name === 'sqlite' ? sqliteTriggers : postgresTriggers

/**
 * Binds each entry of the history to all before it, and says where the history ends. Who works with statements on the database is stopped by
 * triggers from what they did not mean; who takes those away too is seen by `latchkey audit verify`.
 */
export const migration: Migration = {
  number: 13,
  name: 'the audit history is a chain',
  statements: (dialect) => [
    `create table audit_chain (
      name text primary key,
      sealed_key text not null,
      position ${dialect.millisType} not null,
      link text not null,
      floor_position ${dialect.millisType} not null,
      floor_link text not null,
      mac text not null
    )`,
    'create index audit_entries_refused on audit_entries (position) where refusal is not null',
    `create table audit_counts (
      hour ${dialect.millisType} not null,
      action text not null,
      refusal text not null,
      count ${dialect.millisType} not null,
      primary key (hour, action, refusal)
    )`,
    ...triggers(dialect),
  ],
}
