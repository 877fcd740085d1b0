import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CommandError } from './command-error.js'

/** A file as it is to be, and as it was when that was decided. */
export interface FileChange {
  readonly path: string
  /** Undefined when it was not there. */
  readonly before: string | undefined
  readonly text: string
  readonly mode: number
}

/** Files that are written under other names, each beside its place. */
export interface PreparedFiles {
  /** Where the text of a file is by now. */
  draftOf(path: string): string
  /** Puts all of them in place, or none. @throws CommandError when one has changed meanwhile, or cannot be put there */
  commit(): void
  /** Takes away whatever is not in place. May be called at any time, and twice. */
  discard(): void
}

/** @throws CommandError when a file cannot be written, or is no plain file */
export const prepareFiles = (changes: readonly FileChange[]): PreparedFiles => {
  const run = randomBytes(6).toString('hex')
  const draftOf = (path: string): string => join(dirname(path), `.latchkey-init-${run}-${basename(path)}`)
  const madeFolders: string[] = []
  const drafts: string[] = []
  const discard = (): void => {
    for (const draft of drafts) rmSync(draft, { force: true })
    for (const folder of madeFolders.toReversed()) removeIfEmpty(folder)
  }
  try {
    for (const { path, text, mode } of changes) {
      madeFolders.push(...makeFolders(dirname(path)))
      const draft = openSync(draftOf(path), 'wx', mode)
      drafts.push(draftOf(path))
      writeFileSync(draft, text)
      closeSync(draft)
    }
  } catch (error) {
    discard()
    throw unwritable(error)
  }
  const commit = (): void => {
    const placed: FileChange[] = []
    try {
      for (const change of changes) {
        place(change, draftOf(change.path))
        placed.push(change)
      }
    } catch (error) {
      for (const change of placed.toReversed()) putBack(change)
      throw error instanceof CommandError ? error : unwritable(error)
    } finally {
      discard()
    }
  }
  return { draftOf, commit, discard }
}

/** What a file holds; undefined when there is none. @throws CommandError for a link, a folder and the like */
export const readPlainFile = (path: string): string | undefined => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return undefined
  if (found.isFile()) return readFileSync(path, 'utf8')
  throw new CommandError(
    `${path} is no plain file, and was left as it is.`,
    'Move it away, and run this again.',
  )
}

const place = ({ path, before }: FileChange, draft: string): void => {
  if (readPlainFile(path) !== before)
    throw new CommandError(`${path} was changed meanwhile, and was left as it is.`, 'Run this again.')
  if (before !== undefined) {
    renameSync(draft, path)
    return
  }
  try {
    linkSync(draft, path) // Unlike a rename, it never replaces what somebody else has put there by now.
  } catch (error) {
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'ENOTSUP') throw error
    renameSync(draft, path) // A file system without links.
  }
}

const putBack = ({ path, before }: FileChange): void => {
  if (before === undefined) rmSync(path, { force: true })
  else writeFileSync(path, before)
}

/** @returns those that were not there, the outermost first */
const makeFolders = (folder: string): readonly string[] => {
  if (existsSync(folder)) return []
  const made = [...makeFolders(dirname(folder)), folder]
  mkdirSync(folder)
  return made
}

const removeIfEmpty = (folder: string): void => {
  try {
    rmdirSync(folder)
  } catch {
    // Something is in it by now: it stays.
  }
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined

const unwritable = (error: unknown): CommandError =>
  new CommandError(
    `Nothing was written: ${error instanceof Error ? error.message : String(error)}`,
    'Run this in a folder of your own, with room on its disk.',
  )
