const NOW = `cast(unixepoch('subsec') * 1000 as integer)`

const note = (columns: string, values: string): string =>
  `insert into security_events (type, user_id, ${columns}) values (${values});`

const revoked = (row: 'new' | 'old', reason: string, at: string): string =>
  note(
    'session_id, session_number, reason, occurred_at',
    `'session-revoked', ${row}.user_id, ${row}.id, ${row}.number, ${reason}, ${at}`,
  )

/** In the words of CAEP and RISC, without their prefixes. */
export const sqliteTriggers: readonly string[] = [
  `create trigger sessions_end_noted after update of ended_at on sessions
    when new.ended_at is not null and old.ended_at is null
    begin ${revoked('new', 'new.end_reason', 'new.ended_at')} end`,
  `create trigger sessions_deletion_noted after delete on sessions
    when old.ended_at is null and old.expires_at > ${NOW}
    begin ${revoked('old', `'deleted'`, NOW)} end`,
  `create trigger users_suspension_noted after update of suspended_at on users
    when new.suspended_at is not null and old.suspended_at is null
    begin
      ${note('occurred_at', `'account-disabled', new.id, new.suspended_at`)}
      update sessions set ended_at = new.suspended_at, end_reason = 'user_suspended'
        where user_id = new.id and ended_at is null;
    end`,
  `create trigger users_return_noted after update of suspended_at on users
    when new.suspended_at is null and old.suspended_at is not null
    begin ${note('occurred_at', `'account-enabled', new.id, ${NOW}`)} end`,
  `create trigger users_deletion_noted after delete on users
    begin ${note('occurred_at', `'account-purged', old.id, ${NOW}`)} end`,
  `create trigger users_address_noted after update of email_key on users
    when old.email_key is not null and new.email_key is not old.email_key
    begin ${note('detail, occurred_at', `'identifier-changed', new.id, json_object('old', old.email_key, 'new', new.email_key), ${NOW}`)} end`,
  `create trigger users_roles_noted after update of roles on users
    when new.roles <> old.roles
    begin ${note('detail, occurred_at', `'token-claims-change', new.id, json_object('roles', json(new.roles)), ${NOW}`)} end`,
  // A first password of somebody who is new, or is being brought over, changes nothing that anybody holds.
  `create trigger passwords_first_noted after insert on passwords
    when exists (select 1 from users where id = new.user_id and updated_at < new.changed_at)
    begin ${note('detail, occurred_at', `'credential-change', new.user_id, json_object('change_type', 'create'), ${NOW}`)} end`,
  `create trigger passwords_change_noted after update of changed_at on passwords
    when new.changed_at <> old.changed_at
    begin ${note('detail, occurred_at', `'credential-change', new.user_id, json_object('change_type', 'update'), ${NOW}`)} end`,
]
