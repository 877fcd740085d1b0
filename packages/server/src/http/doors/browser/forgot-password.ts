import { forgotPasswordRequest } from '@latchkey/contract'
import { type RequestPasswordResetDeps, requestPasswordReset } from '../../../flows/request-password-reset.js'
import { acceptMail } from '../../browser/accept-mail.js'
import type { BrowserCall } from '../../browser/browser-call.js'
import { callerOf } from '../../caller-of.js'
import { readJson } from '../../read-json.js'

/** `POST /account/password/forgot`: the same answer for every address. */
export const forgotPassword = async (
  deps: RequestPasswordResetDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { email } = await readJson(forgotPasswordRequest, call.request)
  await requestPasswordReset(deps, { email, locale: call.locale, caller: callerOf(call) })
  return acceptMail()
}
