import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { LatchkeyOptions } from '../configuration/options.js'
import { CommandError } from './command-error.js'
import { explainConfigFailure } from './explain-config-failure.js'

const NAMES = ['latchkey.config.ts', 'latchkey.config.js', 'latchkey.config.mjs']

/** How the file is run. */
export interface LoadOptions {
  /** Modules that it gets from elsewhere than where it is. */
  readonly aliases?: Readonly<Record<string, string>>
  /** Whether the file goes again: then nothing of it is kept for the next time. */
  readonly isDraft?: boolean
}

/**
 * Reads the configuration file: the one that was named, else the one in this folder, else none, for the environment
 * may say everything.
 *
 * @throws CommandError when the file that was named is not there, cannot be run, or exports no configuration
 */
export const loadConfig = async (
  named: string | undefined,
  how: LoadOptions = {},
): Promise<LatchkeyOptions> => {
  const file = named === undefined ? NAMES.map((name) => resolve(name)).find(existsSync) : resolve(named)
  if (file === undefined) return {}
  if (!existsSync(file))
    throw new CommandError(`There is no file ${file}.`, 'Check the path given with --config.')
  const exported = await run(file, how)
  if (exported === undefined) {
    throw new CommandError(
      `${file} has no default export.`,
      "Write it as: export default defineConfig({ … }), with import { defineConfig } from '@latchkey/server'",
    )
  }
  if (typeof exported !== 'object' || exported === null) {
    throw new CommandError(
      `${file} exports no configuration.`,
      'Write it as: export default defineConfig({ … })',
    )
  }
  return exported
}

/** @returns what the file exports as its default; undefined when it exports none */
const run = async (file: string, { aliases = {}, isDraft = false }: LoadOptions): Promise<unknown> => {
  const { createJiti } = await import('jiti')
  try {
    const jiti = createJiti(import.meta.url, { alias: { ...aliases }, ...(isDraft && { fsCache: false }) })
    const exported = await jiti.import<{ readonly default?: unknown }>(file)
    // Where there is no default, jiti gives the module itself for it.
    return 'default' in exported ? await exported.default : undefined
  } catch (error) {
    throw explainConfigFailure(file, error)
  }
}
