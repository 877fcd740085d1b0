import type { Command } from 'commander'
import { addCommand } from './add-command.js'

export const addSessions = (program: Command): void => {
  const session = program.command('session').description('who is signed in')
  addCommand(session, 'list', { description: 'show live sessions, the youngest first', json: 'them' })
    .option('--user <who>', 'of this person alone: an address or an id')
    .option('--client <id>', 'held by this client alone; browser for the browser itself')
    .option('--limit <number>', 'how many, 100 at most (default: 25)')
    .option('--cursor <text>', 'go on where another page ended')
    .action(async (options) => (await import('../sessions.js')).listSessions(options))
  addCommand(session, 'end <id>', { description: 'end a session', json: 'which one it was' })
    .option('--reason <text>', 'why, for the audit history')
    .action(async (id, options) => (await import('../sessions.js')).endSession(id, options))
}
