import type { Command } from 'commander'
import { addCommand } from './add-command.js'

export const addKeys = (program: Command): void => {
  const keys = program.command('keys').description('signing keys')
  addCommand(keys, 'list', { description: 'show the signing keys', json: 'them' }).action(async (options) =>
    (await import('../keys.js')).listKeys(options),
  )
  addCommand(keys, 'rotate', {
    description: 'publish the next signing key; it signs once every verifier has seen it',
    json: 'the key',
  })
    .option('--now', 'sign with it at once: for a key that leaked')
    .option('--reason <text>', 'why, for the audit history')
    .action(async (options) => (await import('../keys.js')).rotateKeys(options))
}
