import { type DeleteAccountDeps, deleteAccount as deleteAccountFlow } from '../../../flows/delete-account.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import type { BrowserCall } from '../../browser/browser-call.js'

/** `DELETE /account`. Asked again because the answer got lost, the answer is the same. */
export const deleteAccount = async (
  deps: DeleteAccountDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current, locale, cookies } = call
  await deleteAccountFlow(deps, { current, cookie: cookies.session, locale })
  return answerSession(deps, { sent: cookies, current: undefined, ended: current !== undefined })
}
