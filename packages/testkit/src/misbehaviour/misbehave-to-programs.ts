import type { MiddlewareHandler } from 'hono'
import { answerNothing, answerServerError } from './no-answer.js'
import type { Switchboard } from './switchboard.js'

/** OpenID Connect Discovery 1.0 §4 */
const METADATA = '/.well-known/openid-configuration'

/**
 * The failures that only programs see: tokens, keys, userinfo and the API. It stands behind the pages on which people choose, so
 * that they come back to the application, which then has to say that the provider does not answer. The metadata stay as they are:
 * an application that has not read them yet could send nobody here.
 */
export const misbehaveToPrograms =
  (switches: Switchboard): MiddlewareHandler =>
  async (context, next) => {
    const { backChannelDown, backChannelFailing } = switches.current()
    if (context.req.path.endsWith(METADATA)) return next()
    if (backChannelDown) return answerNothing(context)
    if (backChannelFailing) return answerServerError(context)
    return next()
  }
