import type { Migration } from './migration.js'

/** Operators list messages, and count those that wait or were given up, among all that went out. */
export const migration: Migration = {
  number: 19,
  name: 'messages in the order of their birth',
  statements: () => [
    'create index mails_newest on mails (created_at, id)',
    'create index mails_waiting on mails (created_at, id) where outcome is null',
    `create index mails_failed on mails (created_at, id) where outcome = 'failed'`,
  ],
}
