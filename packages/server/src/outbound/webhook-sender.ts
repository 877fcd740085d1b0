import { SECOND } from '../model/time.js'
import type { SendOutcome } from '../model/webhook.js'
import type { WebhookSender } from '../ports/webhook-sender.js'
import { type OutsideAnswer, openOutsidePoster } from './post-outside.js'
import type { PushAddressRules } from './push-address.js'
import { signWebhook } from './sign-webhook.js'
import { messageOf } from './unreachable.js'

/** Receivers answer first and work afterwards; the standard asks for 15 to 30 seconds, which would let a slow one hold its turn for long. */
const TIMEOUT = 10 * SECOND
const LONGEST_DETAIL = 200

/** Sends webhooks over HTTP. Of what a receiver says its status counts, and when it wants to be asked again: nothing it holds comes to an operator's eyes that way. */
export interface OpenWebhookSender extends WebhookSender {
  /** Lets go of its connections. */
  close(): void
}

export const openWebhookSender = (rules: PushAddressRules): OpenWebhookSender => {
  const poster = openOutsidePoster(rules, { timeout: TIMEOUT, longAnswer: 'cut' })
  return {
    send: async (url, message) => {
      const headers = { ...signWebhook(message), 'content-type': 'application/json' }
      try {
        return judge(await poster.post(url, { headers, body: message.body }))
      } catch (error) {
        return { outcome: 'failed', status: null, detail: messageOf(error).slice(0, LONGEST_DETAIL) }
      }
    },
    close: poster.close,
  }
}

/** Everything but 2xx has failed, a redirect too. */
const judge = ({ status, retryAfter }: OutsideAnswer): SendOutcome => {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status }
  const detail = `the receiver answered ${status}`
  if (status === 410) return { outcome: 'gone', status, detail }
  return { outcome: 'failed', status, detail, ...(ASK_FOR_TIME.includes(status) && { retryAfter }) }
}

/** Too Many Requests (RFC 6585 §4), Service Unavailable (RFC 9110 §15.6.4). */
const ASK_FOR_TIME: readonly number[] = [429, 503]
