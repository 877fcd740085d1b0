import type { Principal } from './principal.js'

export interface RequiredMode {
  /** Every one of these must be in the token. */
  readonly scopes?: readonly string[]
  readonly mode?: 'required'
}

export interface OptionalMode {
  readonly scopes?: readonly string[]
  /** No credential is accepted and gives no principal; a bad one is still refused. */
  readonly mode: 'optional'
}

/** What an endpoint asks of its callers. Without anything: a valid access token. */
export type Requirement = RequiredMode | OptionalMode

/** What a requirement leads to: always a principal, or perhaps none where signing in is optional. */
export type PrincipalFor<R extends Requirement> = R extends OptionalMode ? Principal | undefined : Principal

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/ // RFC 6749 §3.3

/**
 * Refuses what the types refuse, for callers without types: a misspelt `scope` must not mean "no scope needed".
 *
 * @throws TypeError
 */
export function assertRequirement(requirement: Requirement): void {
  for (const name of Object.keys(requirement)) {
    if (name !== 'scopes' && name !== 'mode') {
      throw new TypeError(`requirement: unknown member "${name}". There are "scopes" and "mode"`)
    }
  }
  const { scopes, mode } = requirement
  if (mode !== undefined && mode !== 'required' && mode !== 'optional') {
    throw new TypeError('requirement: mode must be "required" or "optional"')
  }
  if (scopes === undefined) return
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string' && SCOPE.test(scope))) {
    throw new TypeError('requirement: scopes must be a list of scope names, each without spaces or quotes')
  }
}
