import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { DEVELOPMENT_SECRET_FILE } from '../configuration/other-secret.js'
import { addEnvLines } from '../init/add-env-lines.js'
import type { Answers } from '../init/answers.js'
import { envLinesOf } from '../init/env-lines.js'
import { ignoreFiles } from '../init/ignore-files.js'
import type { Found } from '../init/recognise.js'
import type { Snippet } from '../init/snippets/snippet.js'
import { writeConfig } from '../init/write-config.js'
import { writeSnippets } from '../init/write-snippets.js'
import { CommandError } from './command-error.js'
import { type FileChange, readPlainFile } from './place-files.js'

const SECRET_BYTES = 32
const OWNER_ALONE = 0o600
const EVERYBODY_READS = 0o644
const CONFIG_FILE = 'latchkey.config.ts'
const OTHER_CONFIG_FILES = ['latchkey.config.js', 'latchkey.config.mjs']

/** Lines for the frontend or the API, and where they go: undefined where that folder is not known. */
export interface PlacedSnippet extends Snippet {
  readonly path: string | undefined
  readonly isWritten: boolean
}

/** Everything that is to be written, and nothing written yet. */
export interface InitDraft {
  /** The configuration comes last: where it is, the rest is too. */
  readonly changes: readonly FileChange[]
  readonly configPath: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly added: readonly string[]
  readonly kept: readonly string[]
  readonly snippets: readonly PlacedSnippet[]
}

/** @throws CommandError when there is a configuration already */
export const refuseSecondConfig = (folder: string, force: boolean): void => {
  const taken = [CONFIG_FILE, ...OTHER_CONFIG_FILES].find((name) => existsSync(join(folder, name)))
  if (taken !== undefined && !force)
    throw new CommandError(
      `There is a ${taken} already, and it was left as it is.`,
      `To write ${CONFIG_FILE} anew, run this with --force.`,
    )
}

export const draftInit = (
  answers: Answers,
  { folder, found, write }: { readonly folder: string; readonly found: Found; readonly write: boolean },
): InitDraft => {
  const read = (path: string) => ({ path, before: readPlainFile(path) })
  const env = read(join(folder, '.env'))
  const ignored = read(join(folder, '.gitignore'))
  const config = read(join(folder, CONFIG_FILE))
  const { text, added, kept } = addEnvLines(
    { text: env.before ?? '', names: namesSetIn(env.before ?? '') },
    envLinesOf(answers),
    (name) => developmentSecretFor(name, folder) ?? randomBytes(SECRET_BYTES).toString('hex'),
  )
  const snippets = writeSnippets(answers).map((snippet) =>
    placeSnippet(snippet, { answers, folder, found, write }),
  )
  const changes = [
    { ...ignored, text: ignoreFiles(ignored.before ?? ''), mode: EVERYBODY_READS },
    { ...env, text, mode: OWNER_ALONE },
    ...snippets.flatMap((snippet) =>
      snippet.isWritten && snippet.path !== undefined
        ? [{ path: snippet.path, before: undefined, text: snippet.text, mode: EVERYBODY_READS }]
        : [],
    ),
    { ...config, text: writeConfig(answers), mode: EVERYBODY_READS },
  ].filter((change) => change.text !== change.before)
  return { changes, configPath: config.path, environment: parseEnv(text), added, kept, snippets }
}

/** A name without a value sets nothing. */
const namesSetIn = (text: string): ReadonlySet<string> =>
  new Set(Object.entries(parseEnv(text)).flatMap(([name, value]) => (value ? [name] : [])))

/** A database that `latchkey dev` has made is sealed under the secret it made. */
const developmentSecretFor = (name: string, folder: string): string | undefined => {
  const file = resolve(folder, DEVELOPMENT_SECRET_FILE)
  return name === 'LATCHKEY_SECRET' && existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

const placeSnippet = (
  snippet: Snippet,
  {
    answers,
    folder,
    found,
    write,
  }: { readonly answers: Answers; readonly folder: string; readonly found: Found; readonly write: boolean },
): PlacedSnippet => {
  const seen = found[snippet.side]
  const at = seen !== undefined && seen.name === answers[snippet.side] ? seen.at : undefined
  const path = at === undefined ? undefined : join(folder, at, snippet.file)
  return { ...snippet, path, isWritten: write && path !== undefined && !existsSync(path) }
}
