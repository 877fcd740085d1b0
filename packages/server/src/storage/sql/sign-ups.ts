import { profileFields } from '@latchkey/contract'
import type { SignUpId } from '../../model/ids.js'
import type { SignUp } from '../../model/sign-up.js'
import type { Millis } from '../../model/time.js'
import type { SignUps } from '../../ports/sign-ups.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { SignUpRow } from './tables.js'

export const signUpsOn = (connection: Connection): SignUps => ({
  add: async (signUp) => {
    await connection.run(insertSignUp, toRow(signUp))
  },
  find: async (id) => toSignUp(await connection.run(selectSignUp, { id })),
  findNewest: async (emailKey, now) => toSignUp(await connection.run(selectNewestSignUp, { emailKey, now })),
  countCode: async (id, limit) =>
    (await connection.run(countSignUpCode, { id, limit })).length > 0 ? 'counted' : 'spent',
  consume: async (id, now) => toSignUp(await connection.run(takeSignUp, { id, now })),
})

const toRow = (signUp: SignUp): SignUpRow => ({
  id: signUp.id,
  email: signUp.email,
  email_key: signUp.emailKey,
  password_hash: signUp.passwordHash,
  name: signUp.name,
  profile: JSON.stringify(signUp.profile),
  remember: signUp.remember ? 1 : 0,
  browser_hash: signUp.browserHash,
  wrong_codes: signUp.wrongCodes,
  created_at: signUp.createdAt,
  expires_at: signUp.expiresAt,
})

const toSignUp = ([row]: readonly SignUpRow[]): SignUp | undefined =>
  row && {
    id: row.id,
    email: row.email,
    emailKey: row.email_key,
    passwordHash: row.password_hash,
    name: row.name,
    profile: profileFields.parse(JSON.parse(row.profile)),
    remember: row.remember === 1,
    browserHash: row.browser_hash,
    wrongCodes: row.wrong_codes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }

const insertSignUp = statement((db, given: SignUpRow) =>
  db.insertInto('sign_ups').values({
    id: given.id,
    email: given.email,
    email_key: given.email_key,
    password_hash: given.password_hash,
    name: given.name,
    profile: given.profile,
    remember: given.remember,
    browser_hash: given.browser_hash,
    wrong_codes: given.wrong_codes,
    created_at: given.created_at,
    expires_at: given.expires_at,
  }),
)

const selectSignUp = statement((db, given: { id: SignUpId }) =>
  db.selectFrom('sign_ups').selectAll().where('id', '=', given.id),
)

const selectNewestSignUp = statement((db, given: { emailKey: string; now: Millis }) =>
  db
    .selectFrom('sign_ups')
    .selectAll()
    .where('email_key', '=', given.emailKey)
    .where('expires_at', '>', given.now)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1),
)

const countSignUpCode = statement((db, given: { id: SignUpId; limit: number }) =>
  db
    .updateTable('sign_ups')
    .set((row) => ({ wrong_codes: row('wrong_codes', '+', 1) }))
    .where('id', '=', given.id)
    .where('wrong_codes', '<', given.limit)
    .returning('id'),
)

/** The point of no return: of all requests for one sign-up exactly one gets the row. */
const takeSignUp = statement((db, given: { id: SignUpId; now: Millis }) =>
  db.deleteFrom('sign_ups').where('id', '=', given.id).where('expires_at', '>', given.now).returningAll(),
)
