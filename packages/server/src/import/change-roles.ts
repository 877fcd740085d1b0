import type { RoleChange } from '../ports/imports.js'
import type { Settled } from './settle.js'

/** What somebody who had an account here already gets. */
export const givenRoles = ({ userId, candidate }: Settled): RoleChange => ({
  userId,
  given: candidate.roles,
  taken: [],
})

/** Roles that came from there and are theirs no more. What was given there since is not given here: the account may be another's. */
export const takenRoles = ({ userId, before, candidate }: Settled): RoleChange => ({
  userId,
  given: [],
  taken: (before?.roles ?? []).filter((role) => !candidate.roles.includes(role)),
})

/** What of the roles that came from there has not been taken away there. */
export const rolesStillThere = ({ before, candidate }: Settled): readonly string[] =>
  (before?.roles ?? []).filter((role) => candidate.roles.includes(role))
