import type { GuardErrorCode } from '../refusal.js'
import type { RequiredMode } from '../requirement.js'

/** What an endpoint asks for, as far as it can be explained without its code. */
export type ExplainedRequirement = Pick<
  RequiredMode,
  'scopes' | 'roles' | 'permissions' | 'acr' | 'signedInWithin'
>

/** How a token is looked at: for an endpoint that asks for this, and under the scheme that it was sent with. */
export interface ExplainedUse extends ExplainedRequirement {
  /** Default: it is not known. */
  readonly scheme?: 'Bearer' | 'DPoP' | undefined
}

/** What a guard looks at in a JWT, in the order in which it does. */
export const checkNames = [
  'shape',
  'header',
  'alg',
  'payload',
  'iss',
  'typ',
  'kid',
  'signature',
  'aud',
  'times',
  'claims',
  'binding',
  'scopes',
  'sign-in',
  'roles',
  'permissions',
] as const
export type CheckName = (typeof checkNames)[number]

/** One thing that was looked at. What is quoted comes from the token: escape it before a terminal sees it. */
export type Check = CheckPassed | CheckFailed | CheckSkipped

export interface CheckPassed {
  readonly name: CheckName
  readonly outcome: 'passed'
  readonly seen: string
}

export interface CheckFailed {
  readonly name: CheckName
  readonly outcome: 'failed'
  /** What a guard says that stops here. */
  readonly code: GuardErrorCode
  /** Expected against seen. */
  readonly detail: string
}

export interface CheckSkipped {
  readonly name: CheckName
  readonly outcome: 'skipped'
  readonly because: string
}

/** What a guard makes of a JWT, check by check. Holds neither the token nor its signature. */
export interface Explanation {
  /** Why the guard refuses it; undefined: it does not. */
  readonly refused: { readonly code: GuardErrorCode; readonly detail: string | undefined } | undefined
  /** All of them, also those behind the one that refuses. */
  readonly checks: readonly Check[]
  /** Which preset checked it, as `latchkey` or `auth0`; undefined when the token names nobody who is trusted. */
  readonly checkedAs: string | undefined
  /** The key it is bound to, by its thumbprint: each request needs a proof of that key too (RFC 9449), which nobody can look at here. */
  readonly boundTo: string | undefined
  /** What the token says about itself, proven or not: members that name things, none that could open something. */
  readonly says: Readonly<Record<string, unknown>>
  /** Members that are there and not shown. */
  readonly unshown: readonly string[]
  /** What is worth knowing beside the checks. */
  readonly hints: readonly string[]
}
