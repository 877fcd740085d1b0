import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import type { BrowserCall } from '../../browser/browser-call.js'

/** `GET /session`: who is signed in in this browser. */
export const readSession = (deps: AnswerSessionDeps, call: BrowserCall): Response =>
  answerSession(deps, { sent: call.cookies, current: call.current })
