import type { MailList } from '@latchkey/contract'
import { listMail } from '../flows/admin/list-mail.js'
import { retryMail } from '../flows/admin/retry-mail.js'
import { CommandError } from './command-error.js'
import { operatingCommand } from './operating-command.js'
import { operatingDeps } from './operating-deps.js'
import { print } from './print.js'
import { whereUnknown } from './where-unknown.js'
import { withStorage } from './with-storage.js'

const NONE = {
  waiting: 'No message is waiting.',
  failed: 'No message was given up.',
  all: 'There is no message.',
} as const

interface Typed {
  readonly config?: string
  readonly json?: boolean
}

/** `latchkey mail list`: what waits in the outbox, or was given up. */
export const showMail = (typed: Typed & { failed?: boolean; all?: boolean }): Promise<void> =>
  withStorage(typed.config, async ({ storage }) => {
    const which = typed.failed === true ? 'failed' : typed.all === true ? 'all' : 'waiting'
    const mails = await listMail(storage, which)
    const lines = mails.items.map(describe)
    print(typed, { document: mails, lines: lines.length === 0 ? [NONE[which]] : lines })
  })

/** `latchkey mail retry`: makes a message due now. A running server sends it within seconds. */
export const sendMailAgain = (id: string, typed: Typed): Promise<void> =>
  withStorage(typed.config, async (deps) => {
    await retryMail(operatingDeps(deps), operatingCommand(), id).catch(
      whereUnknown(
        new CommandError(
          'There is no such message, or it was sent.',
          '`latchkey mail list --failed` shows which there are.',
        ),
      ),
    )
    print(typed, {
      document: { due: id },
      lines: [`${id} is due. A running server sends it within seconds.`],
    })
  })

const describe = (mail: MailList['items'][number]): string =>
  [
    mail.id,
    mail.kind.padEnd('account_deleted'.length),
    mail.outcome ?? 'waiting',
    `to ${mail.to}`,
    `since ${mail.createdAt}`,
    mail.attempts === 1 ? '1 attempt' : `${mail.attempts} attempts`,
    ...(mail.nextAttemptAt === null ? [] : [`next ${mail.nextAttemptAt}`]),
    ...(mail.lastError === null ? [] : [mail.lastError]),
  ].join('  ')
