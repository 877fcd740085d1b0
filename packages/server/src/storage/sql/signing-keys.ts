import { publicJwk } from '@latchkey/contract'
import type { SigningKey, SigningKeys } from '../../ports/signing-keys.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { SigningKeyRow } from './tables.js'

export const signingKeysOn = (connection: Connection): SigningKeys => ({
  list: async () => (await connection.run(selectKeys, {})).map(toSigningKey),
  add: async (key) => ((await connection.run(insertKey, toRow(key))).length > 0 ? 'added' : 'taken'),
  drop: async (kids) => {
    for (const kid of kids) await connection.run(deleteKey, { kid })
  },
})

const toSigningKey = (row: SigningKeyRow): SigningKey => ({
  kid: row.kid,
  sequence: row.sequence,
  algorithm: row.algorithm,
  publicJwk: publicJwk.parse(JSON.parse(row.public_jwk)),
  sealedPrivateKey: row.sealed_private_key,
  createdAt: row.created_at,
  signsFrom: row.signs_from,
})

const toRow = (key: SigningKey): SigningKeyRow => ({
  kid: key.kid,
  sequence: key.sequence,
  algorithm: key.algorithm,
  public_jwk: JSON.stringify(key.publicJwk),
  sealed_private_key: key.sealedPrivateKey,
  created_at: key.createdAt,
  signs_from: key.signsFrom,
})

const selectKeys = statement((db) => db.selectFrom('signing_keys').selectAll().orderBy('sequence'))

const insertKey = statement((db, given: SigningKeyRow) =>
  db
    .insertInto('signing_keys')
    .values({
      kid: given.kid,
      sequence: given.sequence,
      algorithm: given.algorithm,
      public_jwk: given.public_jwk,
      sealed_private_key: given.sealed_private_key,
      created_at: given.created_at,
      signs_from: given.signs_from,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('kid'),
)

const deleteKey = statement((db, given: { kid: string }) =>
  db.deleteFrom('signing_keys').where('kid', '=', given.kid),
)
