import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { DEVELOPMENT_SECRET_FILE } from '../configuration/other-secret.js'
import { CommandError } from './command-error.js'
import { explainListenFailure } from './explain-listen-failure.js'
import { readListenAddress, readPort } from './listen-address.js'
import { loadConfig } from './load-config.js'
import { pointAtTwins } from './point-at-twins.js'
import { serve, stopOnSignal } from './serve.js'
import { tellFirstOperator } from './tell-first-operator.js'
import { warnOfStrangers } from './warn-of-strangers.js'

const DEFAULT_PROVIDER_PORT = '4400'
const DEFAULT_MAILBOX_PORT = '4500'
const SECRET_BYTES = 32

/**
 * `latchkey dev`: the server, twins of the providers and a mailbox, with nothing to configure. Where the twins are is in the
 * environment when the configuration is read, so `google({ issuer: process.env.GOOGLE_ISSUER, … })` follows it; the mailbox's
 * address is in `LATCHKEY_SMTP`, unless that names a mail server already.
 */
export const dev = async (options: {
  config?: string
  port?: string
  host?: string
  providerPort?: string
  mailboxPort?: string
}): Promise<void> => {
  if (process.env['NODE_ENV'] === 'production') {
    throw new CommandError(
      'latchkey dev signs in anybody as anybody, so it does not run with NODE_ENV=production.',
      'Run latchkey start.',
    )
  }
  const address = readListenAddress(options)
  const providerPort = readPort(
    options.providerPort ?? process.env['DEV_PROVIDER_PORT'] ?? DEFAULT_PROVIDER_PORT,
  )
  const mailboxPort = readPort(options.mailboxPort ?? process.env['DEV_MAILBOX_PORT'] ?? DEFAULT_MAILBOX_PORT)
  const testkit = await loadTestkit()
  const closers: (() => Promise<void>)[] = []
  const closeAll = async (): Promise<void> => {
    for (const close of closers.toReversed()) await close()
  }
  try {
    const twins = await startOn(providerPort, theProviders, testkit.startProviders)
    closers.push(() => twins.close())
    process.env['LATCHKEY_SECRET'] ??= developmentSecret()
    process.env['LATCHKEY_ISSUER'] ??= `http://localhost:${address.port}`
    pointAtTwins(twins, process.env)
    // Who names a mail server wants to see messages arrive there.
    const mailbox = process.env['LATCHKEY_SMTP']
      ? undefined
      : await startOn(mailboxPort, theMailbox, testkit.startMailbox)
    if (mailbox !== undefined) {
      closers.push(() => mailbox.close())
      process.env['LATCHKEY_SMTP'] = mailbox.smtpUrl
    }
    const serving = await serve(await loadConfig(options.config), address)
    closers.push(() => serving.stop())
    stopOnSignal(closeAll)
    console.log(`Latchkey answers at ${serving.address} as ${serving.issuer}`)
    console.log(`The development providers answer at ${twins.url}, where they can be told to misbehave`)
    if (mailbox !== undefined) console.log(`The development mailbox shows every message at ${mailbox.url}`)
    tellFirstOperator(serving.firstOperatorLink)
    const warning = warnOfStrangers({ host: address.host, issuer: serving.issuer })
    if (warning !== undefined) console.warn(warning)
  } catch (error) {
    await closeAll()
    throw error
  }
}

const loadTestkit = (): Promise<typeof import('@latchkey/testkit')> =>
  import('@latchkey/testkit').catch(() => {
    throw new CommandError(
      'latchkey dev needs the development providers and mailbox.',
      'Run: npm install --save-dev @latchkey/testkit',
    )
  })

const theProviders = '--provider-port or DEV_PROVIDER_PORT, for the development providers'
const theMailbox = '--mailbox-port or DEV_MAILBOX_PORT, for the development mailbox'

const startOn = <Started>(
  port: number,
  how: string,
  start: (options: { port: number }) => Promise<Started>,
): Promise<Started> =>
  start({ port }).catch((error: unknown) => {
    throw explainListenFailure(error, { port, host: 'localhost', how: { port: how } }) ?? error
  })

/** The secret of this folder: made once, so that a second start can open what the first one sealed. */
const developmentSecret = (): string => {
  const file = resolve(DEVELOPMENT_SECRET_FILE)
  if (!existsSync(file)) {
    mkdirSync(resolve(file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}
