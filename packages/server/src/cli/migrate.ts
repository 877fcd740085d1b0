import { withStorage } from './with-storage.js'

/** `latchkey migrate`: brings the schema up to date and says what it did. */
export const migrate = (options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ migrated }) => {
    if (migrated.length === 0) console.log('The schema is up to date.')
    for (const name of migrated) console.log(`Applied: ${name}`)
  })
