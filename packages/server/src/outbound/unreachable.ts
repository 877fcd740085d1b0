import type { Unreachable } from '../ports/provider-calls.js'

/** What stands for a provider that could not be asked, or answered with what no provider answers. */
export const unreachable = (cause: unknown): Unreachable => ({
  outcome: 'unreachable',
  detail: messageOf(cause),
  cause,
})

export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown)
