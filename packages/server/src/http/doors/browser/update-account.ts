import { updateAccountRequest } from '@latchkey/contract'
import { type ReadAccountDeps, readAccount } from '../../../flows/read-account.js'
import { type UpdateAccountDeps, updateAccount as updateAccountFlow } from '../../../flows/update-account.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `PATCH /account`: changes what a person says about themselves, and answers the account as it is then. */
export const updateAccount = async (
  deps: ReadAccountDeps & UpdateAccountDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current } = requireSignedIn(call)
  const patch = await readJson(updateAccountRequest, call.request)
  const user = await updateAccountFlow(deps, { current, patch })
  return answerJson(await readAccount(deps, user))
}
