import { OPERATOR_PERMISSIONS } from '@latchkey/contract'
import { apiPermissionsOf, BUILT_IN_ROLES, type Roles } from '../model/roles.js'
import { checkUnique } from './check-unique.js'
import type { Report } from './configuration-error.js'
import { findNearMiss } from './near-miss.js'
import type { LatchkeyOptions } from './options.js'

/** They stand in tokens, in lists of words and behind `--permissions`. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/
const OURS = /^latchkey[.:]/i
/**
 * How many characters of a token the permissions of somebody with every role may fill. As base64 that is two thirds of the 8,192 characters
 * which guards, and many a proxy, read at most.
 */
const MOST_CHARACTERS = 4_000

/** Options → what each role gives, those that are built in too. */
export const checkRoles = (
  { permissions = [], roles = {} }: Pick<LatchkeyOptions, 'permissions' | 'roles'>,
  report: Report,
): Roles => {
  permissions.forEach((permission, index) => {
    checkName('permission', permission, `permissions[${index}]`, report)
  })
  checkUnique('permissions', permissions, report)
  const known = [...permissions, ...OPERATOR_PERMISSIONS]
  for (const [role, given] of Object.entries(roles)) {
    const at = NAME.test(role) ? `roles.${role}` : 'roles'
    checkName('role', role, at, report)
    checkUnique(at, given, report)
    for (const permission of new Set(given)) checkKnown(permission, known, at, report)
  }
  const all: Roles = new Map([...BUILT_IN_ROLES, ...Object.entries(roles)])
  checkSize(all, report)
  return all
}

const checkName = (kind: 'permission' | 'role', name: string, at: string, report: Report): void => {
  if (!NAME.test(name))
    report(
      at,
      `${JSON.stringify(name)} is no name of a ${kind}`,
      `Use letters, digits and . _ : -, 64 at most and no sign in front: ${EXAMPLES[kind]}.`,
    )
  else if (OURS.test(name))
    report(at, `${name} begins as those do that Latchkey has itself`, 'Choose another beginning.')
}

const EXAMPLES = { permission: 'articles.write', role: 'editor' } as const

const checkKnown = (permission: string, known: readonly string[], at: string, report: Report): void => {
  if (known.includes(permission)) return
  const meant = findNearMiss(permission, known)
  report(
    at,
    `${JSON.stringify(permission)} is not a permission of this server`,
    meant === undefined ? fixUnknown(permission) : `Did you mean ${meant}?`,
  )
}

const fixUnknown = (permission: string): string =>
  OURS.test(permission)
    ? 'docs/roles.md has those of Latchkey: write one of them.'
    : 'Add it to permissions, or take it out here.'

/** Somebody may have every role there is, and then must still get in. */
const checkSize = (roles: Roles, report: Report): void => {
  const { length } = JSON.stringify(apiPermissionsOf([...roles.keys()], roles))
  if (length <= MOST_CHARACTERS) return
  report(
    'roles',
    `together they give permissions of ${length} characters, and ${MOST_CHARACTERS} are what a token can hold`,
    'Give fewer, broader ones or shorter names, and have the API ask for the role where it needs more.',
  )
}
