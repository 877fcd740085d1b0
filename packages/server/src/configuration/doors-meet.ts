import type { ConfigurationProblem } from './configuration-error.js'

/** Two doors would answer at one address, and only the first of them ever did. */
export const doorsMeet = (path: string): ConfigurationProblem => ({
  at: 'doors',
  problem: `two of them answer at ${path}`,
  fix: "Give one of them a prefix of its own, such as djRestAuth({ prefix: '/api/auth' }).",
})
