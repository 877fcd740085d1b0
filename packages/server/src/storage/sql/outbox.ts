import { addressKeyOf } from '../../model/address.js'
import type { Mail } from '../../model/mail.js'
import type { Outbox, OutboxInspection, Recipient } from '../../ports/outbox.js'
import type { Connection } from './database.js'
import { toMail, toMailRow } from './mail-rows.js'
import {
  assignMailsOf,
  countFailedMails,
  countWaitingMails,
  deleteMailsOf,
  insertMail,
  makeMailDue,
  postponeMail,
  selectFailedMails,
  selectMails,
  selectMailsOf,
  selectWaitingMails,
  settleMail,
  takeDueMails,
} from './outbox-statements.js'

export const outboxOn = (connection: Connection): Outbox => ({
  add: async (mail) => {
    await connection.run(insertMail, toMailRow(mail))
  },

  claim: async (limit, now, until) => {
    const claimed = await takeDueMails(connection, { limit, now, until })
    // An update hands its rows over in any order.
    return claimed.map(toMail).sort(byAge)
  },

  settle: async (id, outcome, now, detail) => {
    await connection.run(settleMail, { id, outcome, now, detail: detail ?? null })
  },
  retryAt: async (id, at, detail) => {
    await connection.run(postponeMail, { id, at, detail })
  },
  listOf: async (person) => (await connection.run(selectMailsOf, keysOf(person))).map(toMail),
  keepFor: async (person) => {
    await connection.run(assignMailsOf, keysOf(person))
  },
  dropOf: async (person) => {
    await connection.run(deleteMailsOf, keysOf(person))
  },
})

export const outboxInspectionOn = (connection: Connection): OutboxInspection => ({
  list: async (which, limit) => (await connection.run(LISTS[which], { limit })).map(toMail),
  count: async (which, most) => Number((await connection.run(COUNTS[which], { most }))[0]?.count ?? 0),
  retry: async (id, now) => ((await connection.run(makeMailDue, { id, now })).length > 0 ? 'due' : 'unknown'),
})

const LISTS = { all: selectMails, waiting: selectWaitingMails, failed: selectFailedMails }

const COUNTS = { waiting: countWaitingMails, failed: countFailedMails }

const keysOf = ({ userId, address }: Recipient) => ({
  userId,
  recipientKey: address === null ? null : addressKeyOf(address),
})

const byAge = (a: Mail, b: Mail): number => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1)
