/** A message, ready to go out. */
export interface OutgoingMail {
  /** The same at every attempt, so that whoever gets it twice can tell. RFC 5322 §3.6.4, without angle brackets. */
  readonly messageId: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** BCP 47, for `Content-Language`. */
  readonly language: string
}

/** `refused`: this message will never be taken, trying again is useless. `unavailable`: try again later. */
export type MailerOutcome =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'refused' | 'unavailable'; readonly detail: string }

/** Hands messages to a mail server. */
export interface Mailer {
  /** Never rejects. `detail` never holds the text of the message. */
  send(mail: OutgoingMail): Promise<MailerOutcome>
  close(): Promise<void>
}
