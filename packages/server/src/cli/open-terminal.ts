import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { Interrupted } from './interrupted.js'

/** Somebody at a terminal. Questions go to standard error: standard output is for what was asked for. */
export interface Terminal {
  /** @throws Interrupted when they break off */
  ask(prompt: string): Promise<string>
  /** What is typed is not shown. @throws Interrupted when they break off */
  askUnseen(prompt: string): Promise<string>
  tell(line: string): void
  close(): void
}

/** Undefined where nobody sits before a terminal. */
export const openTerminal = (): Terminal | undefined => {
  const { stdin: input, stderr } = process
  if (!input.isTTY || !stderr.isTTY) return undefined
  let isShown = true
  // What is typed is echoed by the reader, and not by the terminal.
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (isShown) stderr.write(chunk)
      done()
    },
  })
  const reader = createInterface({ input, output, terminal: true, historySize: 0 })
  const brokenOff = new AbortController()
  reader.on('SIGINT', () => brokenOff.abort())
  reader.on('close', () => brokenOff.abort())
  const read = async (prompt: string): Promise<string> => {
    try {
      return await reader.question(prompt, { signal: brokenOff.signal })
    } catch (error) {
      throw brokenOff.signal.aborted ? new Interrupted() : error
    }
  }
  return {
    ask: read,
    askUnseen: async (prompt) => {
      stderr.write(prompt)
      isShown = false
      try {
        return await read('')
      } finally {
        isShown = true
        stderr.write('\n')
      }
    },
    tell: (line) => {
      stderr.write(`${line}\n`)
    },
    close: () => reader.close(),
  }
}
