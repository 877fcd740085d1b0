import { beginLinkRequest, type ProviderAddress } from '@latchkey/contract'
import { allowLinking } from '../../../flows/allow-linking.js'
import { answerText } from '../../answer.js'
import { type BeginAttemptDeps, beginAttempt } from '../../browser/begin-attempt.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { readJson } from '../../read-json.js'

/** `POST /account/identities/:provider`: where the page is to send the person, to link an account there to the one here. */
export const beginLinking = async (deps: BeginAttemptDeps, call: BrowserCall): Promise<Response> => {
  const { current } = requireSignedIn(call)
  const { returnTo, redirectUri } = await readJson(beginLinkRequest, call.request)
  const purpose = allowLinking(deps, current)
  const { url, setCookies } = await beginAttempt(deps, call, { returnTo, redirectUri, purpose })
  const body: ProviderAddress = { url }
  return answerText(JSON.stringify(body), setCookies)
}
