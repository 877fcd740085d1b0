import { setTimeout } from 'node:timers/promises'
import type { MiddlewareHandler } from 'hono'
import { answerNothing, answerServerError } from './no-answer.js'
import { padAnswer } from './pad-answer.js'
import type { Switchboard } from './switchboard.js'

/** What programs read, as opposed to pages for people and pictures. */
const isData = (response: Response): boolean =>
  /^application\/(json|x-www-form-urlencoded)\b/.test(response.headers.get('content-type') ?? '')

/** The switches that have nothing to do with what is said: delays, failures, and answers that are none. */
export const misbehaveOnTheWire =
  (switches: Switchboard): MiddlewareHandler =>
  async (context, next) => {
    const { slow, down, failing, garbage, hugeAnswer } = switches.current()
    if (slow > 0) await setTimeout(slow, undefined, { ref: false })
    if (down) return answerNothing(context)
    if (failing) return answerServerError(context)
    await next()
    if (!isData(context.res)) return
    if (garbage) {
      context.res = undefined
      context.res = context.html('<!doctype html><title>Be right back</title><h1>Be right back</h1>')
    } else if (hugeAnswer) {
      context.res = padAnswer(context.res)
    }
  }
