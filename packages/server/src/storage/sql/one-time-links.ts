import type { LinkId, UserId } from '../../model/ids.js'
import type { OneTimeLink } from '../../model/one-time-link.js'
import type { Millis } from '../../model/time.js'
import type { OneTimeLinks } from '../../ports/one-time-links.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { OneTimeLinkRow } from './tables.js'

type Purpose = OneTimeLink['purpose']

export const oneTimeLinksOn = (connection: Connection): OneTimeLinks => ({
  add: async (link) => {
    await connection.run(insertLink, toRow(link))
  },
  find: async (id) => toLink(await connection.run(selectLink, { id })),
  findNewest: async (userId, purpose, now) =>
    toLink(await connection.run(selectNewestLink, { userId, purpose, now })),
  countCode: async (id, limit) =>
    (await connection.run(countLinkCode, { id, limit })).length > 0 ? 'counted' : 'spent',
  consume: async (id, now) => toLink(await connection.run(takeLink, { id, now })),
  drop: async (userId, purpose) => {
    await connection.run(deleteLinksOf, { userId, purpose })
  },
})

const toRow = (link: OneTimeLink): OneTimeLinkRow => ({
  id: link.id,
  user_id: link.userId,
  purpose: link.purpose,
  email: link.email,
  email_key: link.emailKey,
  wrong_codes: link.wrongCodes,
  created_at: link.createdAt,
  expires_at: link.expiresAt,
})

const toLink = ([row]: readonly OneTimeLinkRow[]): OneTimeLink | undefined =>
  row && {
    id: row.id,
    userId: row.user_id,
    purpose: row.purpose,
    email: row.email,
    emailKey: row.email_key,
    wrongCodes: row.wrong_codes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }

const insertLink = statement((db, given: OneTimeLinkRow) =>
  db
    .insertInto('one_time_links')
    .values({
      id: given.id,
      user_id: given.user_id,
      purpose: given.purpose,
      email: given.email,
      email_key: given.email_key,
      wrong_codes: given.wrong_codes,
      created_at: given.created_at,
      expires_at: given.expires_at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing()),
)

const selectLink = statement((db, given: { id: LinkId }) =>
  db.selectFrom('one_time_links').selectAll().where('id', '=', given.id),
)

const selectNewestLink = statement((db, given: { userId: UserId; purpose: Purpose; now: Millis }) =>
  db
    .selectFrom('one_time_links')
    .selectAll()
    .where('user_id', '=', given.userId)
    .where('purpose', '=', given.purpose)
    .where('expires_at', '>', given.now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1),
)

const countLinkCode = statement((db, given: { id: LinkId; limit: number }) =>
  db
    .updateTable('one_time_links')
    .set((row) => ({ wrong_codes: row('wrong_codes', '+', 1) }))
    .where('id', '=', given.id)
    .where('wrong_codes', '<', given.limit)
    .returning('id'),
)

/** The point of no return: of all requests with one link exactly one gets the row. */
const takeLink = statement((db, given: { id: LinkId; now: Millis }) =>
  db
    .deleteFrom('one_time_links')
    .where('id', '=', given.id)
    .where('expires_at', '>', given.now)
    .returningAll(),
)

const deleteLinksOf = statement((db, given: { userId: UserId; purpose: Purpose }) =>
  db.deleteFrom('one_time_links').where('user_id', '=', given.userId).where('purpose', '=', given.purpose),
)
