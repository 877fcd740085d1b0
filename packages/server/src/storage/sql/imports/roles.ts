import { roleNames } from '@latchkey/contract'
import { sql } from 'kysely'
import type { UserId } from '../../../model/ids.js'
import type { ImportBatch, RoleChange } from '../../../ports/imports.js'
import type { Connection } from '../database.js'
import { bulkStatement, runBulk } from './given-rows.js'

/** Roles that come from another system, and go with it. */
export const roleImports = (connection: Connection): Pick<ImportBatch, 'changeRoles'> => ({
  changeRoles: async (changes, now) => {
    const rows = await runBulk(
      connection,
      selectRoles,
      changes.map(({ userId }) => ({ id: userId })),
    )
    const held = new Map(rows.map(({ id, roles }) => [id, { text: roles, roles: parseRoles(roles) }]))
    const given = new Map<UserId, readonly string[]>()
    const changed = changes.flatMap((change) => {
      const before = held.get(change.userId)
      if (before === undefined) return []
      const added = change.given.filter((role) => !before.roles.includes(role))
      given.set(change.userId, added)
      const roles = JSON.stringify(rolesAfter(before.roles, { ...change, given: added }))
      return roles === before.text ? [] : [{ id: change.userId, before: before.text, roles, now }]
    })
    await runBulk(connection, updateRoles, changed)
    return given
  },
})

const rolesAfter = (before: readonly string[], { given, taken }: RoleChange): readonly string[] => [
  ...before.filter((role) => !taken.includes(role)),
  ...given,
]

const parseRoles = (text: string): readonly string[] => roleNames.parse(JSON.parse(text))

const selectRoles = bulkStatement(
  { id: 'text' },
  (given) =>
    sql<{ id: UserId; roles: string }>`
      select users.id, users.roles from ${given} cross join users where users.id = given.id`,
)

/** Later than any moment the user was changed at before, so that it does not look like what an import wrote. */
const updateRoles = bulkStatement(
  { id: 'text', before: 'text', roles: 'text', now: 'number' },
  (given) =>
    sql`
      update users set roles = given.roles,
        updated_at = case when users.updated_at < given.now then given.now + 1 else users.updated_at + 1 end
      from ${given} where users.id = given.id and users.roles = given.before`,
)
