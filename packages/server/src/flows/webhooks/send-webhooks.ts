import { type Millis, SECOND } from '../../model/time.js'
import type { HeldWebhook } from '../../ports/webhooks.js'
import { type SendDueDeps, sendDue } from './steps/send-due.js'
import { type TakeEventsDeps, takeEvents } from './steps/take-events.js'

export type SendWebhooksDeps = TakeEventsDeps & SendDueDeps

/** How long one goes on before others have their turn. */
const TURN: Millis = 5 * SECOND
/** Far longer than a turn and the one request that may be under way at its end. After it another process may take the webhook. */
const LEASE: Millis = 30 * SECOND
/** When to look again at a webhook of which too much waits to take more. */
const LOOK_AGAIN: Millis = 5 * SECOND

/**
 * Sends what lies before the webhooks, each by one process at a time and one after another, in the order of the history; what was refused is passed
 * by. An event goes out at least once: a process that dies between sending and noting it has it sent again, under the same `webhook-id`.
 *
 * @param most how many webhooks are taken up
 * @returns what resolves when the turn of a webhook is over, for each that was taken up; none of them fails
 */
export const sendWebhooks = async (
  deps: SendWebhooksDeps,
  most: number,
): Promise<readonly Promise<void>[]> => {
  const newest = await deps.auditHistory.newest()
  const now = deps.clock.now()
  const held = await deps.webhookTurns.claim(most, newest, now, now + LEASE)
  return held.map((webhook) => takeTurn(deps, webhook))
}

const takeTurn = async (deps: SendWebhooksDeps, webhook: HeldWebhook): Promise<void> => {
  try {
    const moved = await takeEvents(deps, webhook)
    const sent = await sendDue(deps, moved ?? webhook, { turn: TURN, lease: LEASE })
    const isIdle = moved === undefined && sent === 0
    await deps.webhookTurns.release(webhook, isIdle ? deps.clock.now() + LOOK_AGAIN : undefined)
  } catch (error) {
    // A fault of ours, or of the database: the lease ends, and somebody tries again.
    deps.log.error('a webhook could not be worked on', { webhook: webhook.id }, error)
  }
}
