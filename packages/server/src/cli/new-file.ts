import { accessSync, constants, lstatSync, openSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CommandError } from './command-error.js'

/** A file that a command is to make, and the option it was named with. */
export interface NewFile {
  readonly path: string
  readonly option: string
}

/** @throws CommandError when it is there already, or could not be made: nothing is begun that could not be told */
export const checkNewFile = (file: NewFile): void => {
  let isThere: boolean
  try {
    isThere = lstatSync(file.path, { throwIfNoEntry: false }) !== undefined
    if (!isThere) accessSync(dirname(resolve(file.path)), constants.W_OK | constants.X_OK)
  } catch {
    throw unwritable(file)
  }
  if (isThere) throw taken(file)
}

/**
 * Makes it, for its owner's eyes alone. What is there by now stays as it is, be it only a link to nowhere.
 *
 * @returns its descriptor
 */
export const openNewFile = (file: NewFile): number => {
  try {
    return openSync(file.path, 'wx', 0o600)
  } catch (error) {
    throw error instanceof Error && 'code' in error && error.code === 'EEXIST'
      ? taken(file)
      : unwritable(file)
  }
}

const taken = ({ path, option }: NewFile): CommandError =>
  new CommandError(
    `${path} is there already, and was left as it is.`,
    `Give the path of a new file with ${option}, or move that one away.`,
  )

const unwritable = ({ path, option }: NewFile): CommandError =>
  new CommandError(`${path} cannot be written.`, `Give another path with ${option}.`)
