import {
  type ListIdentitiesDeps,
  listIdentities as listIdentitiesFlow,
} from '../../../flows/list-identities.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `GET /account/identities`. */
export const listIdentities = async (deps: ListIdentitiesDeps, call: BrowserCall): Promise<Response> =>
  answerJson(await listIdentitiesFlow(deps, requireSignedIn(call).current.user.id))
