import { print } from './print.js'
import { withStorage } from './with-storage.js'

/** `latchkey migrate`: brings the schema up to date and says what it did. */
export const migrate = (options: { config?: string; json?: boolean }): Promise<void> =>
  withStorage(options.config, async ({ migrated }) =>
    print(options, {
      document: { applied: migrated },
      lines:
        migrated.length === 0 ? ['The schema is up to date.'] : migrated.map((name) => `Applied: ${name}`),
    }),
  )
