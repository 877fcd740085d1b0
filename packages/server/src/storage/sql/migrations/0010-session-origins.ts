import type { Migration } from './migration.js'

/**
 * Which sign-in at a provider a session comes from. Beside the sessions, not in them: most have none, and what reads sessions all day has no
 * use for it. Sessions from before are of no known origin.
 */
export const migration: Migration = {
  number: 10,
  name: 'origins of sessions',
  statements: () => [
    `create table session_origins (
      session_id text primary key references sessions (id) on delete cascade,
      subject_key text not null,
      session_key text
    )`,
    'create index session_origins_subject on session_origins (subject_key)',
    'create index session_origins_session on session_origins (session_key) where session_key is not null',
  ],
}
