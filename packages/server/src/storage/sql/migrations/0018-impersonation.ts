import type { Migration } from './migration.js'

const OVER = `update sessions set ended_at = `
const theirs = (row: 'new' | 'old', at: string): string =>
  `${OVER}${at}, end_reason = 'impersonation_over' where actor_session = ${row}.id and ended_at is null;`

const ENDS = 'new.ended_at is not null and old.ended_at is null'

const sqlite: readonly string[] = [
  `create trigger sessions_end_with_actor after update of ended_at on sessions when ${ENDS}
    begin ${theirs('new', 'new.ended_at')} end`,
  `create trigger sessions_go_with_actor after delete on sessions
    begin ${theirs('old', `cast(unixepoch('subsec') * 1000 as integer)`)} end`,
]

const functionOf = (name: string, body: string): string =>
  `create function ${name}() returns trigger language plpgsql as $$
    begin
      ${body}
      return null;
    end $$`

const postgres: readonly string[] = [
  functionOf('sessions_end_with_actor', theirs('new', 'new.ended_at')),
  `create trigger sessions_end_with_actor after update of ended_at on sessions
    for each row when (${ENDS}) execute function sessions_end_with_actor()`,
  functionOf(
    'sessions_go_with_actor',
    theirs('old', '(extract(epoch from clock_timestamp()) * 1000)::bigint'),
  ),
  `create trigger sessions_go_with_actor after delete on sessions
    for each row execute function sessions_go_with_actor()`,
]

/** Sessions in which an operator acts as somebody else. However the operator's own session ends, they end with it. */
export const migration: Migration = {
  number: 18,
  name: 'impersonation',
  statements: ({ name }) => [
    'alter table sessions add column actor_id text',
    'alter table sessions add column actor_session text',
    'create index sessions_actor on sessions (actor_session) where actor_session is not null',
    ...(name === 'postgres' ? postgres : sqlite),
  ],
}
