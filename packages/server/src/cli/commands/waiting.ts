import type { Command } from 'commander'
import { addCommand } from './add-command.js'

/** What waits to go out: events and messages. */
export const addWaiting = (program: Command): void => {
  const events = program.command('events').description('security events on their way to receivers')
  addCommand(events, 'dead', { description: 'show what receivers refused', json: 'it' }).action(
    async (options) => (await import('../events.js')).showDeadLetters(options),
  )
  addCommand(events, 'retry <stream>', {
    description: 'send what the receiver of a stream refused once more',
    json: 'how many are due',
  }).action(async (stream, options) => (await import('../events.js')).sendDeadLettersAgain(stream, options))

  const mail = program.command('mail').description('messages on their way')
  addCommand(mail, 'list', {
    description: 'show the outbox: what waits, and what the mail server said',
    json: 'it',
  })
    .option('--failed', 'only messages that were given up')
    .option('--all', 'also messages that were sent')
    .action(async (options) => (await import('../mail.js')).showMail(options))
  addCommand(mail, 'retry <id>', {
    description: 'try a message again now, given up or not',
    json: 'which one it is',
  }).action(async (id, options) => (await import('../mail.js')).sendMailAgain(id, options))
}
