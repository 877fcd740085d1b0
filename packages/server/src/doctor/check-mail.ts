import { randomUUID } from 'node:crypto'
import type { MailSettings } from '../configuration/check-browser.js'
import { readSmtpFailure } from '../outbound/read-smtp-failure.js'
import { readSmtpUrl } from '../outbound/read-smtp-url.js'
import { smtpMailer } from '../outbound/smtp-mailer.js'
import type { Log } from '../ports/log.js'
import { type Finding, findingsOf } from './finding.js'

const { ok, warning, error } = findingsOf('mail')

const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Whether the mail server lets us in, safely. Nothing is sent, unless `testRecipient` names somebody. */
export const checkMail = async (
  settings: MailSettings,
  testRecipient: string | undefined,
): Promise<readonly Finding[]> => [
  ...(await checkServer(settings)),
  ...checkSender(settings),
  ...(testRecipient === undefined ? [] : [await sendTest(settings, testRecipient)]),
]

const checkServer = async ({ smtpUrl }: MailSettings): Promise<readonly Finding[]> => {
  const server = readSmtpUrl(smtpUrl)
  const place = `${server.host}:${server.port ?? (server.secure ? 465 : 25)}`
  const { smtpTransport } = await import('../outbound/smtp-transport.js')
  const transport = smtpTransport(server, quiet)
  try {
    await transport.verify()
    const how = server.secure ? 'over TLS' : server.requireTLS ? 'with STARTTLS' : 'without TLS of necessity'
    return [
      ok(`${place} lets us in ${how}${server.auth === undefined ? ', with no password' : ''}`),
      ...(server.ignoreTLS === true
        ? [
            warning(
              'mail leaves without TLS (?tls=off)',
              'Take ?tls=off away: messages hold links that open accounts.',
            ),
          ]
        : []),
    ]
  } catch (failure) {
    return [refused(place, failure)]
  } finally {
    transport.close()
  }
}

const PLACE =
  'Check host and port in LATCHKEY_SMTP: 465 for smtps://, 587 for smtp://. Many hosts block port 25.'

const FIXES: Readonly<Record<string, string>> = {
  EAUTH: 'Correct user and password in LATCHKEY_SMTP, with special characters percent-encoded.',
  ETLS: 'The server offers no STARTTLS, or no certificate that is trusted. Use smtps:// or the port that has TLS (587, 465).',
  EDNS: 'Correct the host in LATCHKEY_SMTP.',
  ECONNECTION: PLACE,
  ECONNREFUSED: PLACE,
  ESOCKET: PLACE,
  ETIMEDOUT: PLACE,
}

const refused = (place: string, failure: unknown): Finding => {
  const { code } = Object(failure) as { readonly code?: unknown }
  const outcome = readSmtpFailure(failure, { text: '', html: '' })
  const why = outcome.outcome === 'sent' ? '' : outcome.detail
  return error(
    `${place} does not let us in: ${why}`,
    FIXES[String(code)] ?? 'Correct LATCHKEY_SMTP, or ask who runs the mail server.',
  )
}

/** RFC 2606, RFC 6761: names nobody has mail at. */
const NOBODYS = /(?:^|\.)(?:localhost|local|test|invalid|example|example\.(?:com|net|org))$/

const checkSender = ({ domain, from }: MailSettings): readonly Finding[] =>
  NOBODYS.test(domain)
    ? [
        warning(
          `messages come from ${from}, a name that only tests have`,
          'Set mail.from, or LATCHKEY_MAIL_FROM, to an address of a domain of yours that lets the mail server send for it (SPF, DKIM).',
        ),
      ]
    : []

const sendTest = async (settings: MailSettings, to: string): Promise<Finding> => {
  const mailer = smtpMailer({ url: settings.smtpUrl, from: settings.from, log: quiet })
  try {
    const sentence = 'This message was sent by latchkey doctor, to see whether mail arrives.'
    const outcome = await mailer.send({
      messageId: `${randomUUID()}@${settings.domain}`,
      to,
      subject: 'A test of latchkey doctor',
      text: `${sentence}\n`,
      html: `<p>${sentence}</p>`,
      language: 'en',
    })
    return outcome.outcome === 'sent'
      ? ok(`the mail server took a message to ${to}: see whether it arrives, and not among the spam`)
      : error(
          `the mail server takes no message to ${to}: ${outcome.detail}`,
          'See what it objects to: the sender often has to be one it knows.',
        )
  } finally {
    await mailer.close()
  }
}
