import { chmodSync, closeSync, openSync, writeSync } from 'node:fs'
import type { ReportLine } from '../import/index.js'
import { CommandError } from './command-error.js'

const HELD_CHARACTERS = 64 * 1024

export interface NoteFile {
  write(line: ReportLine): void
  close(): void
}

/** A file with one case of the report on each line, for its owner's eyes alone: it says who people are. */
export const openNoteFile = (file: string): NoteFile => {
  const opened = openFile(file)
  let held = ''
  const flush = (): void => {
    writeSync(opened, held)
    held = ''
  }
  return {
    write: (line) => {
      held += `${JSON.stringify(line)}\n`
      if (held.length > HELD_CHARACTERS) flush()
    },
    close: () => {
      flush()
      closeSync(opened)
    },
  }
}

const openFile = (file: string): number => {
  try {
    const opened = openSync(file, 'w', 0o600)
    // It may have been there before, open to others.
    chmodSync(file, 0o600)
    return opened
  } catch {
    throw new CommandError(`${file} cannot be written.`, 'Give another path with --report.')
  }
}
