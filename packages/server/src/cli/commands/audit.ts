import type { Command } from 'commander'
import { addCommand } from './add-command.js'

/** The audit history: looked at, taken out, and checked. */
export const addAudit = (program: Command): void => {
  const audit = program.command('audit').description('who did what: the audit history')
  addCommand(audit, 'verify', {
    description: 'check that no entry was changed, removed or put in since it was written',
    json: 'what was found',
    help: VERIFY_HELP,
  })
    .option('--head <position:link>', 'what the newest entry was once, as noted elsewhere')
    .action(async (options) => (await import('../verify-audit.js')).verifyAudit(options))
  addCommand(audit, 'list', { description: 'show entries, the newest first', json: 'them' })
    .option('--user <id>', 'only what was done to this user')
    .option('--actor <id>', 'only what this user, client, provider or account of the machine did')
    .option('--action <name>', 'only this, such as session.refused')
    .option('--network <address>', 'only what was asked from there')
    .option('--outcome <which>', 'done, refused, or the code of a refusal')
    .option('--from <time>', 'only since then: RFC 3339, UTC')
    .option('--before <time>', 'only before then')
    .option('--limit <number>', 'how many at most, 1 to 100', '25')
    .option('--cursor <place>', 'go on from here: what the page before said under next')
    .action(async (options) => (await import('../audit.js')).listAudit(options))
  addCommand(audit, 'export', {
    description: 'write all entries to standard output, the oldest first, a JSON object a line',
    json: 'one list of them',
  })
    .option('--from <time>', 'only since then: RFC 3339, UTC')
    .option('--before <time>', 'only before then')
    .option('--reason <text>', 'why, for the audit history')
    .action(async (options) => (await import('../audit.js')).exportAudit(options))
}

const VERIFY_HELP = `
It says what the newest entry is. Note that where nobody who holds the database can write,
and give it with --head the next time: what was put back as a whole shows by that alone.
Exit status: 0 the history is whole, 1 it is not, or could not be looked at, 2 it was not understood.`
