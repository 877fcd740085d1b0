import type { Principal } from './principal.js'

/** What an endpoint asks of whoever calls it, beside a credential that holds. Durations are milliseconds. */
interface Rules<P extends Principal> {
  /** Every one of these must be in the token. */
  readonly scopes?: readonly string[]
  /** The person must have every one of these. */
  readonly roles?: readonly string[]
  /** Their roles must give them every one of these. Where the guard knows their names, others do not compile. */
  readonly permissions?: readonly P['permissions'][number][]
  /** How long ago the person may have proved who they are, at most (RFC 9470 §3). */
  readonly signedInWithin?: number
  /** The person must have proved it in one of these ways, as the issuer grades them: `acr` (RFC 9470 §3). */
  readonly acr?: readonly string[]
  // A method to the compiler, so that a guard that knows the names of permissions passes where any guard is taken.
  /** Anything else. False refuses with 403. */
  allow?(principal: NoInfer<P>): boolean | Promise<boolean>
}

export interface RequiredMode<P extends Principal = Principal> extends Rules<P> {
  readonly mode?: 'required'
}

export interface OptionalMode<P extends Principal = Principal> extends Rules<P> {
  /** No credential is accepted and gives no principal; a bad one is still refused. */
  readonly mode: 'optional'
}

/** What a requirement can be about. Without anything: a valid credential. */
export type Requirement<P extends Principal = Principal> = RequiredMode<P> | OptionalMode<P>

/** What a requirement leads to: always a principal, or perhaps none where signing in is optional. */
export type PrincipalFor<R extends Requirement<P>, P extends Principal = Principal> = R extends {
  mode: 'optional'
}
  ? P | undefined
  : P

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/ // RFC 6749 §3.3
const MEMBERS: readonly string[] = [
  'scopes',
  'roles',
  'permissions',
  'signedInWithin',
  'acr',
  'allow',
  'mode',
]

/**
 * Refuses what the types refuse, for callers without types: a misspelt `scope` must not mean "no scope needed".
 *
 * @throws TypeError
 */
export function assertRequirement<P extends Principal>(requirement: Requirement<P>): void {
  for (const name of Object.keys(requirement)) {
    if (!MEMBERS.includes(name)) {
      const known = MEMBERS.map((member) => `"${member}"`).join(', ')
      throw new TypeError(`requirement: unknown member "${name}". There are ${known}`)
    }
  }
  const { scopes, roles, permissions, acr, signedInWithin, allow, mode } = requirement
  if (mode !== undefined && mode !== 'required' && mode !== 'optional')
    throw new TypeError('requirement: mode must be "required" or "optional"')
  if (scopes !== undefined && !isListOf(scopes, (scope) => SCOPE.test(scope)))
    throw new TypeError('requirement: scopes must be a list of scope names, each without spaces or quotes')
  if (roles !== undefined && !isListOf(roles, (role) => role !== ''))
    throw new TypeError('requirement: roles must be a list of names')
  if (permissions !== undefined && !isListOf(permissions, (permission) => permission !== ''))
    throw new TypeError('requirement: permissions must be a list of names')
  if (acr !== undefined && !(isListOf(acr, (one) => SCOPE.test(one)) && acr.length > 0))
    throw new TypeError('requirement: acr must be a list of values, each without spaces or quotes')
  if (signedInWithin !== undefined && !(Number.isFinite(signedInWithin) && signedInWithin > 0))
    throw new TypeError('requirement: signedInWithin must be a positive number of milliseconds')
  if (allow !== undefined && typeof allow !== 'function')
    throw new TypeError('requirement: allow must be a function')
}

const isListOf = (list: unknown, fits: (text: string) => boolean): boolean =>
  Array.isArray(list) && list.every((one) => typeof one === 'string' && fits(one))
