import {
  type UnlinkIdentityDeps,
  unlinkIdentity as unlinkIdentityFlow,
} from '../../../flows/unlink-identity.js'
import { answerJson } from '../../answer.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'
import { lastPartOf } from '../../last-part-of.js'

/** `DELETE /account/identities/:id`: answers what is linked still. */
export const unlinkIdentity = async (deps: UnlinkIdentityDeps, call: BrowserCall): Promise<Response> => {
  const { current, locale } = requireSignedIn(call)
  return answerJson(await unlinkIdentityFlow(deps, { current, id: lastPartOf(call.request), locale }))
}
