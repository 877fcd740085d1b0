import { SECOND } from '../model/time.js'
import type { SendOutcome } from '../model/webhook.js'
import type { WebhookSender } from '../ports/webhook-sender.js'
import { openOutsidePoster } from './post-outside.js'
import type { PushAddressRules } from './push-address.js'
import { signWebhook } from './sign-webhook.js'
import { messageOf } from './unreachable.js'

/** Receivers answer first and work afterwards; the standard asks for 15 to 30 seconds, which would let a slow one hold its turn for long. */
const TIMEOUT = 10 * SECOND
const LONGEST_DETAIL = 200

/** Sends webhooks over HTTP. What a receiver says beside its status is not looked at: nothing it holds comes to an operator's eyes that way. */
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
        return judge((await poster.post(url, { headers, body: message.body })).status)
      } catch (error) {
        return { outcome: 'failed', status: null, detail: messageOf(error).slice(0, LONGEST_DETAIL) }
      }
    },
    close: poster.close,
  }
}

/** Everything but 2xx has failed, a redirect too. */
const judge = (status: number): SendOutcome => {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status }
  const detail = `the receiver answered ${status}`
  return { outcome: status === 410 ? 'gone' : 'failed', status, detail }
}
