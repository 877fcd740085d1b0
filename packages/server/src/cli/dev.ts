import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { CommandError } from './command-error.js'
import { readListenAddress, readPort } from './listen-address.js'
import { loadConfig } from './load-config.js'
import { isPortTaken, serve, stopOnSignal } from './serve.js'

const DEFAULT_PROVIDER_PORT = '4400'
const SECRET_FILE = '.latchkey/secret'
const SECRET_BYTES = 32

/**
 * `latchkey dev`: the server and a development identity provider, with nothing to configure. The provider's address is in
 * `GOOGLE_ISSUER` when the configuration is read, so `google({ issuer: process.env.GOOGLE_ISSUER, … })` follows it.
 */
export const dev = async (options: {
  config?: string
  port?: string
  host?: string
  providerPort?: string
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
  const provider = await startProvider(providerPort)
  try {
    process.env['LATCHKEY_SECRET'] ??= developmentSecret()
    process.env['LATCHKEY_ISSUER'] ??= `http://localhost:${address.port}`
    process.env['GOOGLE_ISSUER'] ??= provider.issuer
    const serving = await serve(await loadConfig(options.config), address)
    stopOnSignal(async () => {
      await serving.stop()
      await provider.close()
    })
    console.log(`Latchkey answers at ${serving.address} as ${serving.issuer}`)
    console.log(`The development provider answers at ${provider.issuer}`)
  } catch (error) {
    await provider.close()
    throw error
  }
}

const startProvider = async (port: number) => {
  const { startDevelopmentProvider } = await import('@latchkey/testkit').catch(() => {
    throw new CommandError(
      'latchkey dev needs the development provider.',
      'Run: npm install --save-dev @latchkey/testkit',
    )
  })
  return startDevelopmentProvider({ port }).catch((error: unknown) => {
    throw isPortTaken(error)
      ? new CommandError(
          `Port ${port} is taken by another program.`,
          'Choose another for the development provider with --provider-port or DEV_PROVIDER_PORT.',
        )
      : error
  })
}

/** The secret of this folder: made once, so that a second start can open what the first one sealed. */
const developmentSecret = (): string => {
  const file = resolve(SECRET_FILE)
  if (!existsSync(file)) {
    mkdirSync(resolve(file, '..'), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(SECRET_BYTES).toString('hex'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}
