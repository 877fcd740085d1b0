import { dirname } from 'node:path'
import { CommandError } from './command-error.js'

/** Why a configuration file could not be loaded, for the one who wrote it. */
export const explainConfigFailure = (file: string, error: unknown): CommandError => {
  const message = error instanceof Error ? error.message : String(error)
  // Error: ParseError: Unexpected token, expected ","  ⏎ /app/latchkey.config.ts:3:2
  const [, problem, place, line] = /^ParseError: (.*?)\s*\n\s*(.+):(\d+):\d+$/.exec(message) ?? []
  if (problem !== undefined) {
    return new CommandError(
      `${place} cannot be read: ${problem}, in line ${line}.`,
      'Mend it there, and run this again.',
    )
  }
  const missing = missingModule(error)
  if (missing !== undefined) {
    return new CommandError(
      `${missing.importer ?? file} imports ${missing.name}, which is not there.`,
      /^[./]/.test(missing.name)
        ? 'Check the path.'
        : `Run, in the folder of the configuration: npm install ${packageOf(missing.name)}`,
    )
  }
  const at = placeBelow(dirname(file), error)
  return new CommandError(
    `${file} could not be run: ${message}`,
    at === undefined ? 'Mend it, and run this again.' : `It happened at ${at}.`,
  )
}

// Error: Cannot find module 'zod' ⏎ Require stack: ⏎ - /app/latchkey.config.ts (code MODULE_NOT_FOUND)
// Error: Cannot find package 'zod' imported from /app/latchkey.config.mjs (code ERR_MODULE_NOT_FOUND)
const missingModule = (
  error: unknown,
): { readonly name: string; readonly importer: string | undefined } | undefined => {
  if (!(error instanceof Error) || !('code' in error) || !/MODULE_NOT_FOUND$/.test(String(error.code)))
    return undefined
  const [, name] = /Cannot find (?:module|package) '([^']+)'/.exec(error.message) ?? []
  const [, importer] = /(?:\n- | imported from )(.+)/.exec(error.message) ?? []
  return name === undefined ? undefined : { name, importer }
}

/** `zod/v4` → `zod`, `@scope/name/part` → `@scope/name`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** Where in the project's own files it happened. */
const placeBelow = (folder: string, error: unknown): string | undefined => {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  const own = lines.find(
    (line) => /^\s+at /.test(line) && line.includes(folder) && !line.includes('node_modules'),
  )
  return own?.match(/[^\s(]+:\d+:\d+/)?.[0]
}
