/** Sends what waits in the outbox. */
export interface MailRound {
  /** There is something to send: begin soon, and not within the request that asks for it. */
  soon(): void
}
