import { escapeControls } from '../explain/escape-controls.js'

let isWatched = false

/**
 * Writes a line to standard output, and waits until whoever reads it has taken it: of a million lines few are in memory.
 *
 * @returns `closed` when nobody reads any more
 */
export const writeLine = (text: string): Promise<'written' | 'closed'> => {
  // An error is told to whoever listens as well, and would end the process.
  if (!isWatched) process.stdout.on('error', () => {})
  isWatched = true
  return new Promise((resolve, reject) => {
    process.stdout.write(`${escapeControls(text)}\n`, (error) => {
      if (error === null || error === undefined) resolve('written')
      else if ('code' in error && error.code === 'EPIPE') resolve('closed')
      else reject(error)
    })
  })
}
