import type { Migration } from './migration.js'

const over = (now: string): string => `
  update sessions set ended_at = ${now}, end_reason = 'impersonation_over'
    where actor_session in (select id from sessions where user_id = new.id) and ended_at is null;
  update sessions set ended_at = ${now}, end_reason = 'impersonation_over'
    where user_id = new.id and actor_session is not null and ended_at is null;`

const CHANGED = 'new.roles <> old.roles'

const sqlite: readonly string[] = [
  `create trigger users_roles_end_impersonation after update of roles on users when ${CHANGED}
    begin ${over(`cast(unixepoch('subsec') * 1000 as integer)`)} end`,
]

const postgres: readonly string[] = [
  `create function users_roles_end_impersonation() returns trigger language plpgsql as $$
    begin
      ${over('(extract(epoch from clock_timestamp()) * 1000)::bigint')}
      return null;
    end $$`,
  `create trigger users_roles_end_impersonation after update of roles on users
    for each row when (${CHANGED}) execute function users_roles_end_impersonation()`,
]

/**
 * Whoever gets other roles acts as nobody any more, and nobody as them, however the roles were changed. What roles give stands in the configuration,
 * which no database reads: so it is any change.
 */
export const migration: Migration = {
  number: 20,
  name: 'impersonation ends with a change of roles',
  statements: ({ name }) => (name === 'postgres' ? postgres : sqlite),
}
