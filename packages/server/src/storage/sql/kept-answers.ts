import type { Millis } from '../../model/time.js'
import type { KeptAnswers, RequestClaim } from '../../ports/kept-answers.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

export const keptAnswersOn = (connection: Connection): KeptAnswers => ({
  begin: async (claim, requestHash, now, until) => {
    const begun = await connection.run(claimRequest, { ...claim, requestHash, now, until })
    if (begun.length > 0) return { outcome: 'begun' }
    const [row] = await connection.run(selectAnswer, { key: claim.key })
    // Gone in this very moment: given up, or too old.
    if (row === undefined) return { outcome: 'under_way' }
    if (row.request_hash !== requestHash) return { outcome: 'other_request' }
    const { status, sealed } = row
    return status === null || sealed === null
      ? { outcome: 'under_way' }
      : { outcome: 'answered', answer: { status, sealed } }
  },
  giveUp: async (claim) => {
    await connection.run(deleteClaim, claim)
  },
  settle: async (claim, { status, sealed }, until) =>
    (await connection.run(settleClaim, { ...claim, status, sealed, until })).length > 0 ? 'settled' : 'lost',
})

/** Takes the key, or takes over what was given up or is too old: one statement, so that one attempt gets it. */
const claimRequest = statement(
  (db, given: RequestClaim & { requestHash: string; now: Millis; until: Millis }) =>
    db
      .insertInto('kept_answers')
      .values({
        key: given.key,
        claim: given.claim,
        request_hash: given.requestHash,
        status: null,
        sealed: null,
        expires_at: given.until,
      })
      .onConflict((conflict) =>
        conflict
          .column('key')
          .doUpdateSet({
            claim: given.claim,
            request_hash: given.requestHash,
            status: null,
            sealed: null,
            expires_at: given.until,
          })
          .where('kept_answers.expires_at', '<=', given.now),
      )
      .returning('key'),
)

const selectAnswer = statement((db, given: { key: string }) =>
  db.selectFrom('kept_answers').selectAll().where('key', '=', given.key),
)

const deleteClaim = statement((db, given: RequestClaim) =>
  db
    .deleteFrom('kept_answers')
    .where('key', '=', given.key)
    .where('claim', '=', given.claim)
    .where('status', 'is', null),
)

const settleClaim = statement((db, given: RequestClaim & { status: number; sealed: string; until: Millis }) =>
  db
    .updateTable('kept_answers')
    .set({ status: given.status, sealed: given.sealed, expires_at: given.until })
    .where('key', '=', given.key)
    .where('claim', '=', given.claim)
    .returning('key'),
)
