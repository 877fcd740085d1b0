import type { Dialect } from '../database.js'
import type { Migration } from './migration.js'

/** Whose words are to be written anew. A row for each change: one that is added while another is worked on is not lost with it. */
const NOTE_WORDS = 'insert into user_words_due (user_id) values (new.id);'

/** Both databases read a list out of a text of JSON, each in its own words. */
const rolesOf = (name: Dialect['name'], row: string): string =>
  name === 'sqlite'
    ? `select distinct value from json_each(${row}.roles)`
    : `select distinct value from jsonb_array_elements_text(${row}.roles::jsonb)`

const addRoles = (name: Dialect['name']): string =>
  `insert into user_roles (role, user_id) select held.value, new.id from (${rolesOf(name, 'new')}) as held;`
const dropRoles = 'delete from user_roles where user_id = new.id;'

const sqliteTriggers: readonly string[] = [
  `create trigger users_words_due_new after insert on users begin ${NOTE_WORDS} end`,
  `create trigger users_words_due after update of name, email on users
    when new.name is not old.name or new.email is not old.email begin ${NOTE_WORDS} end`,
  `create trigger users_roles_new after insert on users when new.roles <> '[]' begin ${addRoles('sqlite')} end`,
  `create trigger users_roles after update of roles on users when new.roles <> old.roles
    begin ${dropRoles} ${addRoles('sqlite')} end`,
]

const functionOf = (name: string, body: string): string =>
  `create function ${name}() returns trigger language plpgsql as $$ begin ${body} return null; end $$`

const postgresTriggers: readonly string[] = [
  functionOf('users_words_due', NOTE_WORDS),
  'create trigger users_words_due_new after insert on users for each row execute function users_words_due()',
  `create trigger users_words_due after update of name, email on users for each row
    when (new.name is distinct from old.name or new.email is distinct from old.email) execute function users_words_due()`,
  functionOf('users_roles', `${dropRoles} ${addRoles('postgres')}`),
  `create trigger users_roles_new after insert on users for each row
    when (new.roles <> '[]') execute function users_roles()`,
  `create trigger users_roles after update of roles on users for each row
    when (new.roles <> old.roles) execute function users_roles()`,
]

/**
 * What operators look people up by. Triggers note what was written, whoever wrote it, so that no way of writing a user can be forgotten;
 * words are folded by the server, a batch at a time, and those of the people of before with them.
 */
export const migration: Migration = {
  number: 12,
  name: 'what operators search, and requests that are repeated',
  statements: ({ name, millisType: millis }) => [
    // Words are compared as bytes: a prefix is a range of the index.
    `create table user_words (
      word text ${name === 'postgres' ? 'collate "C"' : ''} not null,
      user_id text not null references users (id) on delete cascade,
      primary key (word, user_id)
    )`,
    'create index user_words_user on user_words (user_id, word)',
    `create table user_words_due (
      id ${name === 'sqlite' ? 'integer primary key autoincrement' : 'bigserial primary key'},
      user_id text not null
    )`,
    `create table user_roles (
      role text not null,
      user_id text not null references users (id) on delete cascade,
      primary key (role, user_id)
    )`,
    'create index user_roles_user on user_roles (user_id)',
    ...(name === 'sqlite' ? sqliteTriggers : postgresTriggers),
    'insert into user_words_due (user_id) select id from users',
    name === 'sqlite'
      ? `insert into user_roles (role, user_id) select distinct held.value, users.id from users, json_each(users.roles) as held where users.roles <> '[]'`
      : `insert into user_roles (role, user_id) select distinct held.value, users.id from users, jsonb_array_elements_text(users.roles::jsonb) as held where users.roles <> '[]'`,
    'create index users_suspended on users (id) where suspended_at is not null',
    'create index users_unconfirmed on users (id) where email_verified_at is null',
    'create index users_birth on users (created_at, id)',
    'create index identities_provider on identities (provider, user_id)',
    'create index identities_subject on identities (subject)',
    'create index sessions_client_live on sessions (client_id, id) where ended_at is null',
    `alter table clients add column post_logout_redirect_uris text not null default '[]'`,
    'alter table clients add column retiring_secret_hash text',
    `alter table clients add column retiring_until ${millis}`,
    `create table kept_answers (
      key text primary key,
      claim text not null,
      request_hash text not null,
      status integer,
      sealed text,
      expires_at ${millis} not null
    )`,
    'create index kept_answers_expiry on kept_answers (expires_at)',
    // Held by who may leave nobody in charge: of two who do that at once the second sees what the first has left.
    `insert into counters (name, value) values ('operators', 0)`,
  ],
}
