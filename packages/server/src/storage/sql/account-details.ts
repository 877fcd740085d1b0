import type { UserId } from '../../model/ids.js'
import type { Millis } from '../../model/time.js'
import type { Accounts } from '../../ports/accounts.js'
import type { TransactionConnection } from './database.js'
import { deleteAddressNames } from './login-names.js'
import type { Memory } from './memory.js'
import { statement } from './statement.js'
import { lockUser, selectUser, updatedAt } from './users.js'

/** Details and address of a user, inside a transaction. */
export const detailsIn = (
  connection: TransactionConnection,
  memory: Memory,
): Pick<Accounts, 'replaceDetails' | 'changeAddress'> => ({
  replaceDetails: async (id, readAt, details, now) => {
    connection.afterCommit(() => memory.forgetUser(id))
    const { name, picture } = details
    const profile = JSON.stringify(details.profile)
    const replaced = await connection.run(updateDetails, { id, readAt, name, picture, profile, now })
    if (replaced.length > 0) return 'replaced'
    return (await connection.run(selectUser, { id })).length > 0 ? 'changed' : 'unknown'
  },

  changeAddress: async (id, { key, email }, now) => {
    if ((await lockUser(connection, id)) === undefined) return 'unknown'
    const changed = await connection.run(updateAddress, { id, key, email, now })
    if (changed.length === 0) return 'taken'
    await connection.run(deleteAddressNames, { id })
    connection.afterCommit(() => memory.forgetUser(id))
    return 'changed'
  },
})

interface DetailColumns {
  readonly id: UserId
  readonly readAt: Millis
  readonly name: string | null
  readonly picture: string | null
  readonly profile: string
  readonly now: Millis
}

const updateDetails = statement((db, given: DetailColumns) =>
  db
    .updateTable('users')
    .set((row) => ({
      name: given.name,
      picture: given.picture,
      profile: given.profile,
      updated_at: updatedAt(row, given.now),
    }))
    .where('id', '=', given.id)
    .where('updated_at', '=', given.readAt)
    .returning('id'),
)

/** Does nothing when another user has proved this address. */
const updateAddress = statement((db, given: { id: UserId; key: string; email: string; now: Millis }) =>
  db
    .updateTable('users')
    .set((row) => ({
      email: given.email,
      email_key: given.key,
      email_verified_at: given.now,
      updated_at: updatedAt(row, given.now),
    }))
    .where('id', '=', given.id)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('users as holder')
            .select('holder.id')
            .where('holder.email_key', '=', given.key)
            .where('holder.id', '!=', given.id),
        ),
      ),
    )
    .returning('id'),
)
