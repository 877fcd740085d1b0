import type { GuardErrorCode } from '../refusal.js'
import type { RequiredMode } from '../requirement.js'

/** What an endpoint asks for, as far as it can be explained without its code. */
export type ExplainedRequirement = Pick<RequiredMode, 'scopes' | 'roles' | 'acr' | 'signedInWithin'>

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
  'scopes',
  'sign-in',
  'roles',
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
  /** What the token says about itself, proven or not: members that name things, none that could open something. */
  readonly says: Readonly<Record<string, unknown>>
  /** Members that are there and not shown. */
  readonly unshown: readonly string[]
  /** What is worth knowing beside the checks. */
  readonly hints: readonly string[]
}
