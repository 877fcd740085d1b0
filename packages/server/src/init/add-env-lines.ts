import type { EnvLine } from './env-lines.js'

/** What `.env` holds by now. */
export interface EnvFile {
  readonly text: string
  /** What it sets, as Node reads it. */
  readonly names: ReadonlySet<string>
}

/** `.env` as it will be, and what was added to it. */
export interface AddedEnv {
  readonly text: string
  readonly added: readonly string[]
  /** Set already, and left as it was. */
  readonly kept: readonly string[]
}

/**
 * Appends what is not there yet. What somebody has set stays as it is, to the byte.
 *
 * @param makeSecret gives the value of a secret by the name of its variable
 */
export const addEnvLines = (
  before: EnvFile,
  lines: readonly EnvLine[],
  makeSecret: (name: string) => string,
): AddedEnv => {
  const named = lines.filter((line) => line.kind !== 'remark')
  const missing = named.filter(({ name }) => !before.names.has(name))
  const kept = named.filter(({ name }) => before.names.has(name)).map(({ name }) => name)
  if (missing.length === 0) return { text: before.text, added: [], kept }
  const texts = lines.flatMap((line) => {
    if (line.kind === 'remark') return [`# ${line.text}`]
    if (before.names.has(line.name)) return []
    return [`${line.name}=${line.kind === 'secret' ? makeSecret(line.name) : line.value}`]
  })
  return {
    text: `${gapAfter(before.text)}${texts.join('\n')}\n`,
    added: missing.map(({ name }) => name),
    kept,
  }
}

/** A line that does not end would swallow the next one. */
const gapAfter = (text: string): string => {
  if (text === '') return ''
  return text.endsWith('\n') ? `${text}\n` : `${text}\n\n`
}
