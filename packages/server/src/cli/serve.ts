import type { LatchkeyOptions } from '../configuration/options.js'
import { createLatchkey } from '../create-latchkey.js'
import { type Listening, listen } from '../http/listen.js'
import { CommandError } from './command-error.js'

/** A server that answers, and how to stop it. */
export interface Serving {
  readonly issuer: string
  readonly address: string
  stop(): Promise<void>
}

/** Where the command listens: `--port` and `--host`, else the environment, else the port of the issuer. */
export interface ServeOptions {
  readonly port: number
  readonly host: string
}

/** Opens Latchkey and listens. @throws CommandError when the port is taken */
export const serve = async (options: LatchkeyOptions, { port, host }: ServeOptions): Promise<Serving> => {
  const latchkey = await createLatchkey(options)
  let listening: Listening
  try {
    listening = await listen(latchkey.fetch, { port, host })
  } catch (error) {
    await latchkey.close()
    throw isPortTaken(error) ? portTaken(port) : error
  }
  return {
    issuer: latchkey.issuer,
    address: `http://${host}:${listening.port}`,
    stop: async () => {
      await listening.close()
      await latchkey.close()
    },
  }
}

export const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

const portTaken = (port: number): CommandError =>
  new CommandError(
    `Port ${port} is taken by another program.`,
    'Choose another with --port or LATCHKEY_PORT, and set LATCHKEY_ISSUER to match.',
  )

/** Stops when the process is asked to (SIGINT, SIGTERM); a second request ends it at once. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  let stopping = false
  const onSignal = (): void => {
    if (stopping) process.exit(1)
    stopping = true
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
