import { type EndApiKeysDeps, endApiKeys as endApiKeysFlow } from '../../../flows/end-api-keys.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `DELETE /account/api-keys`: ends all of them. */
export const endApiKeys = async (deps: EndApiKeysDeps, call: BrowserCall): Promise<Response> =>
  answerJson(await endApiKeysFlow(deps, requireSignedIn(call).current))
