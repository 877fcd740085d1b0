import { browserAccountOperations } from './browser-account-operations.js'
import { browserEntryOperations } from './browser-entry-operations.js'
import { browserSessionOperations } from './browser-session-operations.js'
import type { Operation } from './operation.js'

/** The browser door. */
export const browserOperations: readonly Operation[] = [
  ...browserSessionOperations,
  ...browserEntryOperations,
  ...browserAccountOperations,
]
