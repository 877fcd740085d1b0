import { type Mail, nextMailAttempt } from '../model/mail.js'
import { MINUTE } from '../model/time.js'
import type { Log } from '../ports/log.js'
import type { Mailer, MailerOutcome } from '../ports/mailer.js'
import type { Outbox } from '../ports/outbox.js'
import { type WriteMailDeps, writeMail } from './steps/write-mail.js'

export interface DeliverMailDeps extends WriteMailDeps {
  readonly outbox: Pick<Outbox, 'claim' | 'settle' | 'retryAt'>
  readonly mailer: Mailer
  readonly log: Log
}

/** Few enough to be sent within the lease, by one process. */
const BATCH = 10
/** After this long another process may take what this one has taken and not settled. */
const LEASE = 5 * MINUTE

/**
 * Sends a batch of what waits in the outbox. A message goes out at least once: a process that dies between sending and noting
 * it has it sent again, under the same Message-ID. What cannot be sent now is tried later, and given up after a day or so.
 *
 * @returns how many were taken up; call again while it is not 0
 */
export const deliverMail = async (deps: DeliverMailDeps): Promise<number> => {
  const now = deps.clock.now()
  const mails = await deps.outbox.claim(BATCH, now, now + LEASE)
  await Promise.all(mails.map((mail) => deliver(deps, mail)))
  return mails.length
}

const deliver = async (deps: DeliverMailDeps, mail: Mail): Promise<void> => {
  const { outbox, clock, log } = deps
  const sent = await attempt(deps, mail)
  if (sent.outcome === 'sent' || sent.outcome === 'needless') {
    return outbox.settle(mail.id, sent.outcome, clock.now())
  }
  const now = clock.now()
  const again = sent.outcome === 'refused' ? undefined : nextMailAttempt(mail.attempts, now)
  const facts = { mail: mail.id, kind: mail.intent.kind, attempts: mail.attempts, detail: sent.detail }
  if (again === undefined) {
    log.error('message given up', facts)
    return outbox.settle(mail.id, 'failed', now, sent.detail)
  }
  log.warn('message not sent, trying again later', facts)
  return outbox.retryAt(mail.id, again, sent.detail)
}

const attempt = async (
  deps: DeliverMailDeps,
  mail: Mail,
): Promise<MailerOutcome | { readonly outcome: 'needless' }> => {
  try {
    const written = await writeMail(deps, mail)
    return written === undefined ? { outcome: 'needless' } : await deps.mailer.send(written)
  } catch (error) {
    // A fault of ours, or of the database: the message waits, the others go out.
    deps.log.error('message could not be written', { mail: mail.id, kind: mail.intent.kind }, error)
    return { outcome: 'unavailable', detail: 'it could not be written; the log of the server says why' }
  }
}
