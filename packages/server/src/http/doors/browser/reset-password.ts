import { resetPasswordRequest } from '@latchkey/contract'
import { type ResetPasswordDeps, resetPassword as resetPasswordFlow } from '../../../flows/reset-password.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { DEVICE_MAX_AGE } from '../../browser/cookies.js'
import { callerOf } from '../../caller-of.js'
import { readJson } from '../../read-json.js'

/** `POST /account/password/reset`: sets a password with the link of a message. It signs nobody in. */
export const resetPassword = async (
  deps: ResetPasswordDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { token, password } = await readJson(resetPasswordRequest, call.request)
  const { userId, deviceCookie } = await resetPasswordFlow(deps, {
    token,
    password,
    locale: call.locale,
    caller: callerOf(call),
  })
  // Who is signed in here as somebody else stays so; a session of the one whose password it is has just ended.
  const isOwn = call.current?.user.id === userId
  const current = isOwn ? undefined : call.current
  const fresh = [deps.cookies.set('device', deviceCookie, DEVICE_MAX_AGE)]
  return answerSession(deps, { sent: call.cookies, current, fresh, ended: isOwn })
}
