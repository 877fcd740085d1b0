import { expressionBuilder } from 'kysely'
import type { UserId } from '../../model/ids.js'
import type { Accounts } from '../../ports/accounts.js'
import type { Connection } from './database.js'
import { statement } from './statement.js'
import type { Tables } from './tables.js'
import { toUser } from './users.js'

/** What of a login name counts when people do not mind capital letters. */
export const foldLoginName = (name: string): string => name.toLowerCase()

/** The user with this name but for case; null when there are several: none of them is more right than the others. */
export const onlyHolderOf = (folded: string) =>
  expressionBuilder<Tables>()
    .selectFrom('login_names')
    .select(({ fn }) => fn.min<UserId>('user_id').as('user_id'))
    .where('folded', '=', folded)
    .having(({ fn }) => fn.count('user_id').distinct(), '=', 1)

export const readLoginNames = (
  connection: Connection,
): Pick<Accounts, 'findByClaimedAddress' | 'listLoginNames'> => ({
  listLoginNames: async (id) => (await connection.run(selectNamesOf, { id })).map(({ name }) => name),
  findByClaimedAddress: async (key) => {
    const [claimant, ...others] = await connection.run(selectClaimants, { key })
    return claimant === undefined || others.length > 0 ? undefined : toUser([claimant])
  },
})

const selectNamesOf = statement((db, given: { id: UserId }) =>
  db.selectFrom('login_names').select('name').where('user_id', '=', given.id).orderBy('name'),
)

/** More than one is as good as none. */
const selectClaimants = statement((db, given: { key: string }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where(({ fn }) => fn<string>('lower', ['email']), '=', given.key)
    .where('email_verified_at', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('imports').select('imports.source').whereRef('imports.user_id', '=', 'users.id')),
    )
    .limit(2),
)

/** Names that are addresses go with the address: who reads mail there now may be another. */
export const deleteAddressNames = statement((db, given: { id: UserId }) =>
  db.deleteFrom('login_names').where('user_id', '=', given.id).where('name', 'like', '%@%'),
)

/** Does nothing when somebody has the name. */
export const insertLoginName = statement((db, given: { name: string; folded: string; userId: UserId }) =>
  db
    .insertInto('login_names')
    .values({ name: given.name, folded: given.folded, user_id: given.userId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id'),
)

export const deleteLoginName = statement((db, given: { name: string; userId: UserId }) =>
  db.deleteFrom('login_names').where('name', '=', given.name).where('user_id', '=', given.userId),
)

/** Whether somebody else has the name, but for capital letters. */
export const selectOthersName = statement((db, given: { folded: string; userId: UserId }) =>
  db
    .selectFrom('login_names')
    .select('name')
    .where('folded', '=', given.folded)
    .where('user_id', '!=', given.userId)
    .limit(1),
)
