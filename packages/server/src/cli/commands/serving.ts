import type { Command } from 'commander'
import { addCommand } from './add-command.js'

/** Where it listens. */
const addAddress = (command: Command): Command =>
  command
    .option('-p, --port <number>', 'port to listen on (LATCHKEY_PORT, PORT; default 4000)')
    .option('--host <name>', 'address to listen on (LATCHKEY_HOST; default localhost)')

export const addServing = (program: Command): void => {
  addAddress(addCommand(program, 'start', { description: 'serve until told to stop' })).action(
    async (options) => (await import('../start.js')).start(options),
  )
  const dev = addCommand(program, 'dev', {
    description: 'serve beside twins of the providers and a mailbox, with nothing to configure',
  })
  addAddress(dev)
    .option('--provider-port <number>', 'port of the development providers (DEV_PROVIDER_PORT; default 4400)')
    .option('--mailbox-port <number>', 'port of the development mailbox (DEV_MAILBOX_PORT; default 4500)')
    .action(async (options) => (await import('../dev.js')).dev(options))
  addCommand(program, 'migrate', {
    description: 'bring the database schema up to date',
    json: 'the names of the migrations',
  }).action(async (options) => (await import('../migrate.js')).migrate(options))
}
