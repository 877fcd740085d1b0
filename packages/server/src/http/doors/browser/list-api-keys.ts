import { type ListApiKeysDeps, listApiKeys as listApiKeysFlow } from '../../../flows/list-api-keys.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `GET /account/api-keys`. */
export const listApiKeys = async (deps: ListApiKeysDeps, call: BrowserCall): Promise<Response> =>
  answerJson(await listApiKeysFlow(deps, requireSignedIn(call).current.user.id))
