import { Command } from 'commander'
import { addAudit } from './commands/audit.js'
import { addClients } from './commands/client.js'
import { addExport } from './commands/export.js'
import { addImport } from './commands/import.js'
import { addInit } from './commands/init.js'
import { addKeys } from './commands/keys.js'
import { addLooking } from './commands/looking.js'
import { addServing } from './commands/serving.js'
import { addSessions } from './commands/session.js'
import { addUsers } from './commands/user.js'
import { addWaiting } from './commands/waiting.js'
import { addWebhooks } from './commands/webhook.js'

/** Every command with its options. What a command does is loaded when it is asked for. */
export const commandLine = (): Command => {
  const program = new Command('latchkey')
  program
    .description('Signs people in, for both halves of a split stack.')
    .configureOutput({ outputError: (text, write) => write(text) })
  // Before the commands, which take it over.
  program.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  for (const add of [
    addInit,
    addServing,
    addLooking,
    addUsers,
    addSessions,
    addKeys,
    addClients,
    addWebhooks,
    addImport,
    addExport,
    addWaiting,
    addAudit,
  ])
    add(program)
  return program
}
