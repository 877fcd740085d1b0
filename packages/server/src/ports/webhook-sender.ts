import type { Millis } from '../model/time.js'
import type { SendOutcome } from '../model/webhook.js'

/** What is sent: a body under its id. */
export interface WebhookMessage {
  readonly id: string
  readonly body: string
  /** When it is sent, this time. */
  readonly at: Millis
  /** `whsec_…`: one signature each. */
  readonly secrets: readonly string[]
}

/** Sends events, signed (Standard Webhooks 1.0), where the rules let them go. */
export interface WebhookSender {
  /** Nothing of what is sent, and nothing of what the receiver says but its status and when to come again, is in what comes back. */
  send(url: string, message: WebhookMessage): Promise<SendOutcome>
}

/** Sends what lies before webhooks. */
export interface WebhookRound {
  /** There is something to send: begin soon. */
  soon(): void
}
