import type { MiddlewareHandler } from 'hono'
import { answerNothing, answerServerError } from './no-answer.js'
import type { Switchboard } from './switchboard.js'

/**
 * The failures that only programs see: tokens, keys, userinfo and the API. It stands behind the pages on which people choose, so
 * that they come back to the application, which then has to say that the provider does not answer.
 */
export const misbehaveToPrograms =
  (switches: Switchboard): MiddlewareHandler =>
  async (context, next) => {
    const { backChannelDown, backChannelFailing } = switches.current()
    if (backChannelDown) return answerNothing(context)
    if (backChannelFailing) return answerServerError(context)
    return next()
  }
