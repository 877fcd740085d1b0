import { UsageError } from './command-error.js'
import type { ServeOptions } from './serve.js'

const DEFAULT_PORT = 4000

/** `--port`, `LATCHKEY_PORT`, `PORT`, 4000; `--host`, `LATCHKEY_HOST`, `localhost`: the first that is given. */
export const readListenAddress = (given: { port?: string; host?: string }): ServeOptions => {
  const port = given.port ?? process.env['LATCHKEY_PORT'] ?? process.env['PORT'] ?? String(DEFAULT_PORT)
  return { port: readPort(port), host: given.host ?? process.env['LATCHKEY_HOST'] ?? 'localhost' }
}

export const readPort = (text: string): number => {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new UsageError(`${JSON.stringify(text)} is not a port.`, 'Give a number from 0 to 65535.')
}
