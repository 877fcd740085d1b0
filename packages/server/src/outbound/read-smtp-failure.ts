import type { MailerOutcome, OutgoingMail } from '../ports/mailer.js'

/* Error: Can't send mail - all recipients were rejected: 550 5.1.1 No such user
 *   { code: 'EENVELOPE', response: '550 5.1.1 No such user', responseCode: 550, command: 'RCPT TO' } */
interface SmtpFailure {
  readonly code?: unknown
  readonly command?: unknown
  readonly response?: unknown
  readonly responseCode?: unknown
  readonly message: string
}

const MAX_DETAIL = 300

/**
 * What became of a message that could not be handed over. Refused for good is only what the server said 5xx to after it had heard
 * the recipient or the text (RFC 5321 §4.2.1). Whatever happens before is about the server or our account with it, and may be
 * mended while the message waits.
 */
export const readSmtpFailure = (error: unknown, mail: Pick<OutgoingMail, 'text' | 'html'>): MailerOutcome => {
  const failure: SmtpFailure = error instanceof Error ? error : { message: String(error) }
  const said = typeof failure.response === 'string' ? failure.response : failure.message
  const where = [failure.code, failure.command].filter((part) => typeof part === 'string').join(' ')
  return {
    outcome: isForGood(failure) ? 'refused' : 'unavailable',
    detail: `${where}: ${withoutQuotes(said, `${mail.text}\n${mail.html}`)}`.slice(0, MAX_DETAIL),
  }
}

/** "Authenticate first" and its kin (RFC 4954 §6), and "wrong order" say nothing about the message. */
const ABOUT_THE_SESSION: readonly unknown[] = [503, 530, 534, 535, 538]

const isForGood = ({ code, command, responseCode }: SmtpFailure): boolean => {
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false
  if (typeof responseCode !== 'number' || ABOUT_THE_SESSION.includes(responseCode)) return false
  return responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
}

const MAX_READ = 2_000
const SHORTEST_QUOTE = 6
const SIX_DIGITS = /\b\d{3} ?\d{3}\b/g
const PLAIN_WORD = /^\p{P}*\p{L}{1,20}\p{P}*$/u

/**
 * A filter that dislikes a link likes to quote it, and a link opens an account. So whatever the message holds too is left out,
 * in whole or in part, but for plain words.
 */
const withoutQuotes = (sentence: string, message: string): string =>
  sentence
    .slice(0, MAX_READ)
    .replace(SIX_DIGITS, '…')
    .split(/\s+/)
    .map((word) => (PLAIN_WORD.test(word) || !quotes(word, message) ? word : '…'))
    .join(' ')

const quotes = (word: string, message: string): boolean => {
  for (let at = 0; at + SHORTEST_QUOTE <= word.length; at++) {
    if (message.includes(word.slice(at, at + SHORTEST_QUOTE))) return true
  }
  return false
}
