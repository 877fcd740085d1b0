/** Wakes whoever listens, at the commit. What is noted is read from the table, so a lost wake costs time and nothing else. */
const WAKE = `perform pg_notify('latchkey_security_events', '');`
const NOW = `(extract(epoch from clock_timestamp()) * 1000)::bigint`

const functionOf = (
  name: string,
  body: string,
): string => `create function ${name}() returns trigger language plpgsql as $$
    begin
      ${body}
      ${WAKE}
      return null;
    end $$`

const note = (columns: string, values: string): string =>
  `insert into security_events (type, user_id, ${columns}) values (${values});`

const revoked = (row: 'new' | 'old', reason: string, at: string): string =>
  note(
    'session_id, session_number, reason, occurred_at',
    `'session-revoked', ${row}.user_id, ${row}.id, ${row}.number, ${reason}, ${at}`,
  )

/** @param when which rows it is about, or an empty text for all of them */
const noting = (name: string, event: string, when: string, body: string): readonly string[] => [
  functionOf(name, body),
  `create trigger ${name} after ${event} for each row ${when === '' ? '' : `when (${when})`} execute function ${name}()`,
]

/** As on SQLite: in the words of CAEP and RISC, without their prefixes. */
export const postgresTriggers: readonly string[] = [
  ...noting(
    'sessions_end_noted',
    'update of ended_at on sessions',
    'new.ended_at is not null and old.ended_at is null',
    revoked('new', 'new.end_reason', 'new.ended_at'),
  ),
  ...noting(
    'sessions_deletion_noted',
    'delete on sessions',
    `old.ended_at is null and old.expires_at > ${NOW}`,
    revoked('old', `'deleted'`, NOW),
  ),
  ...noting(
    'users_suspension_noted',
    'update of suspended_at on users',
    'new.suspended_at is not null and old.suspended_at is null',
    `${note('occurred_at', `'account-disabled', new.id, new.suspended_at`)}
      update sessions set ended_at = new.suspended_at, end_reason = 'user_suspended'
        where user_id = new.id and ended_at is null;`,
  ),
  ...noting(
    'users_return_noted',
    'update of suspended_at on users',
    'new.suspended_at is null and old.suspended_at is not null',
    note('occurred_at', `'account-enabled', new.id, ${NOW}`),
  ),
  ...noting(
    'users_deletion_noted',
    'delete on users',
    '',
    note('occurred_at', `'account-purged', old.id, ${NOW}`),
  ),
  ...noting(
    'users_address_noted',
    'update of email_key on users',
    'old.email_key is not null and new.email_key is distinct from old.email_key',
    note(
      'detail, occurred_at',
      `'identifier-changed', new.id, json_build_object('old', old.email_key, 'new', new.email_key)::text, ${NOW}`,
    ),
  ),
  ...noting(
    'users_roles_noted',
    'update of roles on users',
    'new.roles <> old.roles',
    note(
      'detail, occurred_at',
      `'token-claims-change', new.id, json_build_object('roles', new.roles::json)::text, ${NOW}`,
    ),
  ),
  // A first password of somebody who is new, or is being brought over, changes nothing that anybody holds.
  ...noting(
    'passwords_first_noted',
    'insert on passwords',
    '',
    `if not exists (select 1 from users where id = new.user_id and updated_at < new.changed_at) then return null; end if;
      ${note(
        'detail, occurred_at',
        `'credential-change', new.user_id, json_build_object('change_type', 'create')::text, ${NOW}`,
      )}`,
  ),
  ...noting(
    'passwords_change_noted',
    'update of changed_at on passwords',
    'new.changed_at <> old.changed_at',
    note(
      'detail, occurred_at',
      `'credential-change', new.user_id, json_build_object('change_type', 'update')::text, ${NOW}`,
    ),
  ),
]
