import { SECOND } from '../model/time.js'
import type { EventPusher, PushedToken } from '../ports/event-pusher.js'
import { judgeLogoutAnswer } from './judge-logout-answer.js'
import { judgePushAnswer } from './judge-push-answer.js'
import { openOutsidePoster } from './post-outside.js'
import type { PushAddressRules } from './push-address.js'
import { messageOf } from './unreachable.js'

const TIMEOUT = 5 * SECOND

/** Pushes over HTTP, where the rules let it go alone. */
export interface OpenEventPusher extends EventPusher {
  /** Lets go of its connections. */
  close(): void
}

export const openEventPusher = (rules: PushAddressRules): OpenEventPusher => {
  const poster = openOutsidePoster(rules, { timeout: TIMEOUT, longAnswer: 'refuse' })
  return {
    push: async (endpoint, pushed) => {
      const { judge, ...sent } = wireOf(pushed)
      try {
        const { status, body } = await poster.post(endpoint, sent)
        return judge(status, body)
      } catch (error) {
        return { outcome: 'unavailable', detail: messageOf(error) }
      }
    },
    close: poster.close,
  }
}

/** How it looks on the wire. */
const wireOf = (pushed: PushedToken) =>
  pushed.kind === 'logout'
    ? {
        // Back-Channel Logout 1.0 §2.5.
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ logout_token: pushed.token }).toString(),
        judge: judgeLogoutAnswer,
      }
    : {
        headers: {
          'content-type': 'application/secevent+jwt',
          ...(pushed.authorization !== undefined && { authorization: pushed.authorization }),
        },
        body: pushed.token,
        judge: judgePushAnswer,
      }
