import { AuthError } from '@latchkey/contract'
import {
  type SignOutEverywhereDeps,
  signOutEverywhere as signOutEverywhereFlow,
} from '../../../flows/sign-out-everywhere.js'
import { type AnswerSessionDeps, answerSession } from '../../browser/answer-session.js'
import { type BrowserCall, requireSignedIn } from '../../browser/browser-call.js'

/** `DELETE /account/sessions`: ends all sessions of the person's own; with `?keep=current` all but this one. */
export const signOutEverywhere = async (
  deps: SignOutEverywhereDeps & AnswerSessionDeps,
  call: BrowserCall,
): Promise<Response> => {
  const { current } = requireSignedIn(call)
  const keep = new URL(call.request.url).searchParams.get('keep')
  if (keep !== null && keep !== 'current') throw new AuthError('invalid_parameter', { parameter: 'keep' })
  const keepThis = keep === 'current'
  await signOutEverywhereFlow(deps, { current, keepThis })
  return answerSession(deps, {
    sent: call.cookies,
    current: keepThis ? current : undefined,
    ended: !keepThis,
  })
}
