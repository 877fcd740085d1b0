import { AuthError } from '@latchkey/contract'
import { quote } from './jwt/jwt-failure.js'
import type { Principal } from './principal.js'
import type { Requirement } from './requirement.js'
import type { Clock } from './time.js'

/**
 * Whether somebody whose credential holds may do this. Answers at once unless a rule of the endpoint's own takes its time.
 *
 * @throws AuthError `scope_insufficient`, `sign_in_insufficient`, `role_insufficient`, `permission_insufficient`, `principal_refused`;
 * where it returns a promise, that rejects
 */
export function checkRules<P extends Principal>(
  principal: P,
  requirement: Requirement<P>,
  times: { readonly clock: Clock; readonly clockTolerance: number },
): undefined | Promise<undefined> {
  const { scopes, roles, permissions, allow } = requirement
  const scope = missing(scopes, principal.scopes)
  if (scope !== '') throw new AuthError('scope_insufficient', { detail: `missing scope ${scope}` })
  checkSignIn(principal, requirement, times)
  const role = missing(roles, principal.roles)
  if (role !== '') throw new AuthError('role_insufficient', { detail: `missing role ${role}` })
  const permission = missing(permissions, principal.permissions)
  if (permission !== '')
    throw new AuthError('permission_insufficient', { detail: `missing permission ${permission}` })
  if (allow === undefined) return undefined
  const allowed = allow(principal)
  if (allowed instanceof Promise) return allowed.then((one) => checkAllowed(one, principal))
  return checkAllowed(allowed, principal)
}

/** RFC 9470 §3: how, and how long ago, the person signed in. */
const checkSignIn = <P extends Principal>(
  { acr: seen, authenticatedAt }: P,
  { acr, signedInWithin }: Requirement<P>,
  { clock, clockTolerance }: { readonly clock: Clock; readonly clockTolerance: number },
): void => {
  const refuse = (detail: string): AuthError => new AuthError('sign_in_insufficient', { detail })
  if (acr !== undefined && (seen === undefined || !acr.includes(seen)))
    throw refuse(`acr must be ${acr.join(' or ')}, saw ${quote(seen)}`)
  if (signedInWithin === undefined) return
  // Where nobody says when it was, it was not recently.
  if (authenticatedAt === undefined) throw refuse('auth_time is missing: nobody says when they signed in')
  const age = clock() - authenticatedAt
  if (age > signedInWithin + clockTolerance)
    throw refuse(`signed in ${age} ms ago, at most ${signedInWithin} ms`)
}

const checkAllowed = (allowed: boolean, { userId }: Principal): undefined => {
  if (allowed !== true)
    throw new AuthError('principal_refused', {
      detail: `the rule of the endpoint says no to ${quote(userId)}`,
    })
}

const missing = (wanted: readonly string[] | undefined, had: readonly string[]): string =>
  wanted === undefined ? '' : wanted.filter((one) => !had.includes(one)).join(' ')
