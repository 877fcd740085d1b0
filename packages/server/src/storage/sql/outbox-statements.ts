import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { MailId, UserId } from '../../model/ids.js'
import type { MailOutcome } from '../../model/mail.js'
import type { Millis } from '../../model/time.js'
import { statement } from './statement.js'
import type { MailRow, Tables } from './tables.js'
import { takeDue } from './take-due.js'

export const insertMail = statement((db, given: MailRow) =>
  db.insertInto('mails').values({
    id: given.id,
    user_id: given.user_id,
    recipient: given.recipient,
    recipient_key: given.recipient_key,
    locale: given.locale,
    kind: given.kind,
    details: given.details,
    created_at: given.created_at,
    attempts: given.attempts,
    next_attempt_at: given.next_attempt_at,
    outcome: given.outcome,
    settled_at: given.settled_at,
    last_error: given.last_error,
  }),
)

interface Claim {
  readonly limit: number
  readonly now: Millis
  readonly until: Millis
}

const dueMails = (db: Kysely<Tables>, { now, limit }: Claim) =>
  db
    .selectFrom('mails')
    .select('id')
    .where('next_attempt_at', '<=', now)
    .orderBy('created_at')
    .orderBy('id')
    .limit(limit)

export const takeDueMails = takeDue({ table: 'mails', count: 'attempts', until: 'next_attempt_at' }, dueMails)

/** A message that went out went out, whatever a process that took too long says about it later. */
export const settleMail = statement(
  (db, given: { id: MailId; outcome: MailOutcome; now: Millis; detail: string | null }) =>
    db
      .updateTable('mails')
      .set((row) => ({
        outcome: given.outcome,
        settled_at: given.now,
        next_attempt_at: null,
        last_error: row.fn.coalesce(row.val(given.detail), 'last_error'),
      }))
      .where('id', '=', given.id)
      .where((row) => row.or([row('outcome', 'is', null), row('outcome', '!=', 'sent')])),
)

export const postponeMail = statement((db, given: { id: MailId; at: Millis; detail: string }) =>
  db
    .updateTable('mails')
    .set({ next_attempt_at: given.at, last_error: given.detail })
    .where('id', '=', given.id)
    .where('outcome', 'is', null),
)

export const makeMailDue = statement((db, given: { id: MailId; now: Millis }) =>
  db
    .updateTable('mails')
    .set({ next_attempt_at: given.now, outcome: null, settled_at: null })
    .where('id', '=', given.id)
    .where((row) => row.or([row('outcome', 'is', null), row('outcome', '=', 'failed')]))
    .returning('id'),
)

const newestMails = (db: Kysely<Tables>) =>
  db.selectFrom('mails').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc')

// As text: an index of a part of a table serves those who ask for that very part.
const IS_WAITING = sql<boolean>`outcome is null`
const IS_FAILED = sql<boolean>`outcome = 'failed'`

export const selectMails = statement((db, given: { limit: number }) => newestMails(db).limit(given.limit))

export const selectWaitingMails = statement((db, given: { limit: number }) =>
  newestMails(db).where(IS_WAITING).limit(given.limit),
)

export const selectFailedMails = statement((db, given: { limit: number }) =>
  newestMails(db).where(IS_FAILED).limit(given.limit),
)

const countMails = (condition: RawBuilder<boolean>) =>
  statement((db, given: { readonly most: number }) => ({
    compile: () =>
      sql<{ count: number }>`
        select count(*) as count from (select 1 from mails where ${condition} limit ${given.most}) as counted`.compile(
        db,
      ),
  }))

export const countWaitingMails = countMails(IS_WAITING)
export const countFailedMails = countMails(IS_FAILED)

interface PersonKeys {
  readonly userId: UserId
  /** Null is no address, and equals none. */
  readonly recipientKey: string | null
}

export const selectMailsOf = statement((db, given: PersonKeys) =>
  newestMails(db).where((row) =>
    row.or([row('user_id', '=', given.userId), row('recipient_key', '=', given.recipientKey)]),
  ),
)

export const assignMailsOf = statement((db, given: PersonKeys) =>
  db
    .updateTable('mails')
    .set({ user_id: given.userId })
    .where('recipient_key', '=', given.recipientKey)
    .where('user_id', 'is', null),
)

/** A warning that waits goes out: whoever has taken an account over would else delete it to keep its owner from knowing. */
export const deleteMailsOf = statement((db, given: PersonKeys) =>
  db
    .deleteFrom('mails')
    .where((row) =>
      row.or([row('user_id', '=', given.userId), row('recipient_key', '=', given.recipientKey)]),
    )
    .where((row) => row.or([row('kind', '!=', 'email_changed'), row('settled_at', 'is not', null)])),
)
