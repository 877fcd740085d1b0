import { closeSync, writeSync } from 'node:fs'
import type { ReportLine } from '../import/index.js'
import { checkNewFile, type NewFile, openNewFile } from './new-file.js'

const HELD_CHARACTERS = 64 * 1024

/** A file with one case of the report on each line. It says who people are. */
export class NoteFile {
  readonly #file: NewFile
  #opened: number | undefined
  #held = ''

  /** @throws CommandError when the file is there already, or could not be made. It is not made yet. */
  constructor(path: string) {
    this.#file = { path, option: '--report' }
    checkNewFile(this.#file)
  }

  get path(): string {
    return this.#file.path
  }

  get isOpen(): boolean {
    return this.#opened !== undefined
  }

  open(): void {
    this.#opened = openNewFile(this.#file)
  }

  write(line: ReportLine): void {
    this.#held += `${JSON.stringify(line)}\n`
    if (this.#held.length > HELD_CHARACTERS) this.#flush()
  }

  /** What was written so far is kept, however the import ended. */
  close(): void {
    if (this.#opened === undefined) return
    this.#flush()
    closeSync(this.#opened)
  }

  #flush(): void {
    if (this.#opened !== undefined) writeSync(this.#opened, this.#held)
    this.#held = ''
  }
}
