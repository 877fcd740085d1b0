import { changePasswordRequest } from '@latchkey/contract'
import {
  type ChangePasswordDeps,
  changePassword as changePasswordFlow,
} from '../../../flows/change-password.js'
import { type AnswerSignedInDeps, answerSignedIn } from '../../browser/answer-signed-in.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /account/password/change`: ends every other session, and gives this browser a new one. */
export const changePassword = async (
  deps: ChangePasswordDeps & AnswerSignedInDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current, userAgent, locale } = requireSignedIn(call)
  const { currentPassword, newPassword } = await readJson(changePasswordRequest, call.request)
  const signedIn = await changePasswordFlow(deps, {
    current,
    currentPassword,
    newPassword,
    userAgent,
    locale,
  })
  return answerSignedIn(deps, call, signedIn)
}
