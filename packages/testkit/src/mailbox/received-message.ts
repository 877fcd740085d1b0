/** A message that arrived. It is the same in JSON. */
export interface ReceivedMessage {
  /** `1`, `2` … in the order of arrival, and never given twice. */
  readonly id: string
  /** Whom the mail server was told to deliver it to, whatever the headers say (RFC 5321 §3.3). */
  readonly to: readonly string[]
  /** The author as the header names it: `Todo Garden <hello@todo.example>`. */
  readonly from: string
  readonly subject: string
  /** The plain part; empty when there is none. */
  readonly text: string
  /** The HTML part; empty when there is none. */
  readonly html: string
  /** By lower-case name. One that came more than once has a line each. */
  readonly headers: Readonly<Record<string, string>>
  /** The web addresses in the text, in their order. */
  readonly links: readonly string[]
  /** The first six-digit code in the text, without its space. */
  readonly code: string | undefined
  /** ISO 8601. */
  readonly receivedAt: string
}
