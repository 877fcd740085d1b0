import { AuthError, firstOperatorRequest } from '@latchkey/contract'
import { becomeFirstOperator } from '../../../flows/admin/become-first-operator.js'
import type { OfferFirstOperatorDeps } from '../../../flows/admin/offer-first-operator.js'
import { openOwnCall } from '../../admin/operator-call.js'
import { answerJson } from '../../answer.js'
import { type BrowserDoorDeps, requireSignedIn } from '../../browser/browser-call.js'
import type { RequestSource } from '../../client-network.js'
import { readJson } from '../../read-json.js'

export type FirstOperatorDeps = BrowserDoorDeps & OfferFirstOperatorDeps

/** `POST /admin/api/first-operator`: the one act there for who is no operator yet. By the session of the browser alone. */
export const firstOperator = async (
  deps: FirstOperatorDeps,
  request: Request,
  source: RequestSource,
): Promise<Response> => {
  if (request.method !== 'POST') throw new AuthError('method_not_allowed', { detail: request.method })
  const { current, network, userAgent } = requireSignedIn(await openOwnCall(deps, request, source))
  // Who acts as somebody else is an operator, and would make one of somebody who does not know.
  if (current.session.actor !== null) throw new AuthError('not_while_impersonating')
  const asked = await readJson(firstOperatorRequest, request)
  return answerJson(
    await becomeFirstOperator(deps, { current, caller: { network, userAgent }, request: asked }),
  )
}
