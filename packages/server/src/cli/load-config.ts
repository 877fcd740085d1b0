import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LatchkeyOptions } from '../configuration/options.js'
import { CommandError } from './command-error.js'

const NAMES = ['latchkey.config.ts', 'latchkey.config.js', 'latchkey.config.mjs']

/**
 * Reads the configuration file: the one that was named, else the one in this folder, else none, for the environment
 * may say everything.
 *
 * @throws CommandError when the file that was named is not there, or exports no configuration
 */
export const loadConfig = async (named: string | undefined): Promise<LatchkeyOptions> => {
  const file = named === undefined ? NAMES.map((name) => resolve(name)).find(existsSync) : resolve(named)
  if (file === undefined) return {}
  if (!existsSync(file))
    throw new CommandError(`There is no file ${file}.`, 'Check the path given with --config.')
  const { createJiti } = await import('jiti')
  const options: unknown = await createJiti(import.meta.url).import(file, { default: true })
  if (typeof options !== 'object' || options === null) {
    throw new CommandError(
      `${file} exports no configuration.`,
      'End it with: export default defineConfig({ … })',
    )
  }
  return options
}
