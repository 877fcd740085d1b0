import type { Command } from 'commander'
import { addCommand } from './add-command.js'

export const addExport = (program: Command): void => {
  const parent = program.command('export').description('what is kept about people')
  const REASON = ['--reason <text>', 'why, for the audit history'] as const
  addCommand(parent, 'user <who>', {
    description: 'everything kept about a person (an address or an id), but for secrets, as JSON',
    json: 'it, as it does anyway,',
  })
    .option(...REASON)
    .action(async (who, options) => (await import('../export.js')).exportOne(who, options))
  addCommand(parent, 'users', {
    description: 'everybody, a line of JSON each, as latchkey import ndjson reads them',
    json: 'them, as it does anyway,',
    help: USERS_HELP,
  })
    .option('--hashes', 'with password hashes, so that people keep their passwords elsewhere')
    .option(...REASON)
    .action(async (options) => (await import('../export.js')).exportEverybody(options))
}

const USERS_HELP = `
Whoever has the hashes can try passwords against them: keep the file to yourself, and delete it.

Exit status: 0 it is done, 1 it could not be done, 2 it was not understood, and nothing was done.

Example:
  umask 077; latchkey export users --hashes --reason "moving" > people.ndjson`
