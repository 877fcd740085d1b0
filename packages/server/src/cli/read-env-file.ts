import { readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { CommandError } from './command-error.js'

/** Where an application has its own port, and what would change Node itself. Only Latchkey's settings are meant. */
const NOT_FOR_US = /^(PORT|NODE_(?!ENV$).*)$/

/**
 * Puts what `.env` of this folder says into the environment. What is set there already counts, as everywhere.
 *
 * @throws CommandError when it is there and cannot be read
 */
export const readEnvFile = (environment: NodeJS.ProcessEnv): void => {
  const said = parseEnv(textOf('.env'))
  for (const [name, value] of Object.entries(said))
    if (environment[name] === undefined && !NOT_FOR_US.test(name)) environment[name] = value
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    // Python keeps virtual environments in folders of this name.
    if (code === 'ENOENT' || code === 'EISDIR') return ''
    throw new CommandError(
      `${file} is there and cannot be read (${code}).`,
      'Let whoever runs this read it, or move it away.',
    )
  }
}
