import type { CommandSettings } from '../configuration/check-command-options.js'
import { CommandError } from './command-error.js'

/**
 * For acts that leave the next step to a message.
 *
 * @param instead what can be done without one
 * @throws CommandError where no server would ever send it
 */
export const requireMail = ({ sendsMail }: Pick<CommandSettings, 'sendsMail'>, instead: string): void => {
  if (sendsMail) return
  throw new CommandError(
    'No message would be sent: this configuration has no `browser`, and so no page that a link could lead to.',
    instead,
  )
}
