import { checkDatabase } from '../configuration/check-environment.js'
import { ConfigurationError } from '../configuration/configuration-error.js'
import type { LatchkeyOptions } from '../configuration/options.js'
import { createLatchkey } from '../create-latchkey.js'
import { type Listening, listen } from '../http/listen.js'
import type { Latchkey } from '../latchkey.js'
import { explainDatabaseFailure } from './explain-database-failure.js'
import { explainListenFailure } from './explain-listen-failure.js'

/** A server that answers, and how to stop it. */
export interface Serving {
  readonly issuer: string
  readonly address: string
  /** What whoever runs this opens to become the first operator; undefined where there is one. */
  readonly firstOperatorLink: string | undefined
  stop(): Promise<void>
}

/** Where the command listens: `--port` and `--host`, else the environment, else the port of the issuer. */
export interface ServeOptions {
  readonly port: number
  readonly host: string
}

/** Opens Latchkey and listens. @throws CommandError when the database or the port cannot be had */
export const serve = async (options: LatchkeyOptions, { port, host }: ServeOptions): Promise<Serving> => {
  const latchkey = await open(options)
  let listening: Listening
  try {
    listening = await listen(latchkey.fetch, { port, host, ownsProcess: true })
  } catch (error) {
    await latchkey.close()
    throw explainListenFailure(error, { port, host, how: HOW }) ?? error
  }
  return {
    issuer: latchkey.issuer,
    address: `http://${host}:${listening.port}`,
    firstOperatorLink: await latchkey.firstOperatorLink(),
    stop: async () => {
      latchkey.endStreams()
      await listening.close()
      await latchkey.close()
    },
  }
}

const HOW = {
  port: '--port or LATCHKEY_PORT, and set LATCHKEY_ISSUER to match',
  host: '--host or LATCHKEY_HOST',
}

const open = (options: LatchkeyOptions): Promise<Latchkey> =>
  createLatchkey(options).catch((error: unknown) => {
    if (error instanceof ConfigurationError) throw error
    const database = checkDatabase(options.database ?? process.env['LATCHKEY_DATABASE'], () => {})
    throw explainDatabaseFailure(error, database) ?? error
  })

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
