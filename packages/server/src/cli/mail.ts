import { parseMailId } from '../model/ids.js'
import type { Mail } from '../model/mail.js'
import { CommandError } from './command-error.js'
import { withStorage } from './with-storage.js'

const MOST_SHOWN = 200

const NONE = {
  waiting: 'No message is waiting.',
  failed: 'No message was given up.',
  all: 'There is no message.',
} as const

/** `latchkey mail list`: what waits in the outbox, or was given up. */
export const listMail = (options: { config?: string; failed?: boolean; all?: boolean }): Promise<void> =>
  withStorage(options.config, async ({ storage }) => {
    const which = options.failed === true ? 'failed' : options.all === true ? 'all' : 'waiting'
    const mails = await storage.outboxInspection.list(which, MOST_SHOWN)
    for (const mail of mails) console.log(describe(mail))
    if (mails.length === 0) console.log(NONE[which])
  })

/** `latchkey mail retry`: makes a message due now. A running server sends it within seconds. */
export const retryMail = (text: string, options: { config?: string }): Promise<void> =>
  withStorage(options.config, async ({ storage, clock }) => {
    const id = parseMailId(text)
    const outcome = id === undefined ? 'unknown' : await storage.outboxInspection.retry(id, clock.now())
    if (outcome === 'unknown') {
      throw new CommandError(
        'There is no such message, or it was sent.',
        '`latchkey mail list --failed` shows which there are.',
      )
    }
    console.log(`${text} is due. A running server sends it within seconds.`)
  })

const describe = (mail: Mail): string =>
  [
    mail.id,
    mail.intent.kind.padEnd('account_deleted'.length),
    mail.outcome ?? 'waiting',
    `to ${mail.to}`,
    `since ${new Date(mail.createdAt).toISOString()}`,
    mail.attempts === 1 ? '1 attempt' : `${mail.attempts} attempts`,
    ...(mail.nextAttemptAt === null ? [] : [`next ${new Date(mail.nextAttemptAt).toISOString()}`]),
    ...(mail.lastError === null ? [] : [mail.lastError]),
  ].join('  ')
