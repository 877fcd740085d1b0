import { parseAddress } from '../model/address.js'
import { SECOND } from '../model/time.js'
import type { Log } from '../ports/log.js'
import type { Mailer, MailerOutcome, OutgoingMail } from '../ports/mailer.js'
import { readSender } from './read-sender.js'
import { readSmtpFailure } from './read-smtp-failure.js'
import { readSmtpUrl } from './read-smtp-url.js'
import type { SmtpTransport } from './smtp-transport.js'

export interface SmtpMailerOptions {
  /**
   * `smtps://user:password@mail.example:465`, or `smtp://…:587` with STARTTLS. Without TLS mail goes to this machine only,
   * unless the address ends in `?tls=off`.
   */
  readonly url: string
  /** `hello@todo.example`, or `Todo Garden <hello@todo.example>`. */
  readonly from: string
  readonly log: Log
}

/** A server that trickles its answers never falls silent; this ends it. */
const DEADLINE = 60 * SECOND

/**
 * Hands messages to a mail server over connections that are kept for the next one.
 *
 * @throws TypeError when the address of the server or of the sender makes no sense
 */
export const smtpMailer = ({ url, from, log }: SmtpMailerOptions): Mailer => {
  const sender = readSender(from)
  const server = readSmtpUrl(url)
  // The library is loaded with the first message: a server that sends none does without its memory.
  let opened: Promise<SmtpTransport> | undefined
  const openTransport = (): Promise<SmtpTransport> => {
    opened ??= import('./smtp-transport.js').then(({ smtpTransport }) => smtpTransport(server, log))
    return opened
  }
  const underWay = new Set<Promise<MailerOutcome>>()

  const deliver = async (mail: OutgoingMail): Promise<MailerOutcome> => {
    // nodemailer would read a list, a group or a name out of what is not one plain address.
    const to = parseAddress(mail.to)?.email
    if (to === undefined) return { outcome: 'refused', detail: 'The address is not one plain address.' }
    try {
      const transport = await openTransport()
      await transport.sendMail({
        envelope: { from: sender.address, to: [to] },
        from: sender,
        to: { name: '', address: to },
        messageId: `<${mail.messageId}>`,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        // RFC 3834 §5.1: nobody answers this with a holiday notice.
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.language },
        signal: AbortSignal.timeout(DEADLINE),
      })
      return { outcome: 'sent' }
    } catch (error) {
      return readSmtpFailure(error, mail)
    }
  }

  return {
    send: async (mail) => {
      const delivery = deliver(mail)
      underWay.add(delivery)
      const outcome = await delivery
      underWay.delete(delivery)
      if (outcome.outcome === 'sent') log.debug('mail sent', { messageId: mail.messageId })
      else log.warn('mail not sent', { messageId: mail.messageId, ...outcome })
      return outcome
    },
    close: async () => {
      await Promise.all(underWay)
      const transport = await opened
      transport?.close()
    },
  }
}
