import { type EndApiKeyDeps, endApiKey as endApiKeyFlow } from '../../../flows/end-api-key.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { lastPartOf } from '../../last-part-of.js'

/** `DELETE /account/api-keys/:id`: answers those that are left. */
export const endApiKey = async (deps: EndApiKeyDeps, call: BrowserCall): Promise<Response> => {
  const { current } = requireSignedIn(call)
  return answerJson(await endApiKeyFlow(deps, { current, id: lastPartOf(call.request) }))
}
