import { type ReadAccountDeps, readAccount as readAccountFlow } from '../../../flows/read-account.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `GET /account`. */
export const readAccount = async (deps: ReadAccountDeps, call: BrowserCall): Promise<Response> =>
  answerJson(await readAccountFlow(deps, requireSignedIn(call).current.user))
