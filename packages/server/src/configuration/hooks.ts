import type { Denial, HookFunctions } from '../ports/hooks.js'

/** Functions of yours, before and after sign-up, sign-in and token issue. */
export interface HookOptions extends HookFunctions<AbortSignal> {
  /** How long one may take, in milliseconds. Default: 5 seconds. */
  readonly timeout?: number | undefined
}

/**
 * The answer of a hook that says no.
 *
 * @param reason plain text for the person in front of it, 300 characters at most
 */
export const deny = (reason: string): Denial => ({ deny: reason })
