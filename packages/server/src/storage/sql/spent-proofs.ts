import type { Millis } from '../../model/time.js'
import type { SpentProofs } from '../../ports/spent-proofs.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'

export const spentProofsOn = (connection: Connection): SpentProofs => ({
  consumeOnce: async (key, expiresAt) =>
    (await connection.run(insertSpentProof, { key, expiresAt })).length > 0,
  isSpent: async (key) => (await connection.run(selectSpentProof, { key })).length > 0,
})

const insertSpentProof = statement((db, given: { key: string; expiresAt: Millis }) =>
  db
    .insertInto('spent_proofs')
    .values({ key: given.key, expires_at: given.expiresAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key'),
)

const selectSpentProof = statement((db, given: { key: string }) =>
  db.selectFrom('spent_proofs').select('key').where('key', '=', given.key),
)
