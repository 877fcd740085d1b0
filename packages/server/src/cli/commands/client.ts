import type { Command } from 'commander'
import { addCommand, gather } from './add-command.js'

export const addClients = (program: Command): void => {
  const client = program.command('client').description('applications of the OAuth door')
  addCommand(client, 'add <id>', {
    description: 'register a client; its secret is shown once',
    json: 'the client and its secret',
  })
    .option('--public', 'a client that cannot keep a secret')
    .option('--scope <scopes>', 'the scopes it may ask for, separated by spaces (default: all)')
    .option('--post-logout <url>', 'where people may be sent who have signed out; may be repeated', gather)
    .option('--back-channel <url>', 'where it is told that a session it has tokens of is over')
    .action(async (id, options) => (await import('../clients.js')).addClient(id, options))
  addCommand(client, 'list', { description: 'show the clients', json: 'them' }).action(async (options) =>
    (await import('../clients.js')).listAllClients(options),
  )
  addCommand(client, 'show <id>', { description: 'show one client', json: 'it' }).action(
    async (id, options) => (await import('../clients.js')).showClient(id, options),
  )
  addCommand(client, 'update <id>', {
    description: 'change scopes and addresses of a client in the database',
    json: 'the client',
  })
    .option('--scope <scopes>', 'all scopes it may ask for from now on, separated by spaces')
    .option(
      '--post-logout <url>',
      'all addresses for people who have signed out, from now on; may be repeated',
      gather,
    )
    .option('--no-post-logout', 'no such address any more')
    .option('--back-channel <url>', 'where it is told that a session it has tokens of is over, from now on')
    .option('--no-back-channel', 'it is told no more')
    .action(async (id, options) => (await import('../change-client.js')).changeClient(id, options))
  addCommand(client, 'rotate-secret <id>', {
    description: 'give a client another secret, which is shown once',
    json: 'the client and its secret',
  })
    .option('--former-for <seconds>', 'how long the secret of now is accepted still', '86400')
    .option('--reason <text>', 'why, for the audit history')
    .option('-y, --yes', 'do not ask, where the secret of now is refused at once')
    .action(async (id, options) => (await import('../change-client.js')).rotateSecret(id, options))
  addCommand(client, 'remove <id>', {
    description: 'remove a client from the database',
    json: 'which one it was',
  })
    .option('--reason <text>', 'why, for the audit history')
    .option('-y, --yes', 'do not ask')
    .action(async (id, options) => (await import('../change-client.js')).dropClient(id, options))
}
