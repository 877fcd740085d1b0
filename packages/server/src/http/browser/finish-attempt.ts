import { AuthError } from '@latchkey/contract'
import { type FinishSocialSignInDeps, finishSocialSignIn } from '../../flows/finish-social-sign-in.js'
import { type LinkIdentityDeps, linkIdentity } from '../../flows/link-identity.js'
import { findAttempt } from '../../flows/steps/find-attempt.js'
import type { SignInAttempt } from '../../model/sign-in-attempt.js'
import { lastPartOf } from '../last-part-of.js'
import { refuse } from '../refuse.js'
import { answerSession } from './answer-session.js'
import { type AnswerSignedInDeps, answerSignedIn } from './answer-signed-in.js'
import type { BrowserCall } from './browser-call.js'

export type FinishAttemptDeps = FinishSocialSignInDeps & LinkIdentityDeps & AnswerSignedInDeps

/** How it ended, as a page is told; and where the person wanted to go, when that is known. */
export interface FinishedAttempt {
  readonly answer: Response
  readonly attempt: SignInAttempt | undefined
}

type AnswerParameters = Readonly<Record<string, string>>

/**
 * Goes on with the sign-in that this browser began, and ends it one way or the other: whatever comes of it, its cookie goes with
 * this answer.
 */
export const finishAttempt = async (
  deps: FinishAttemptDeps,
  call: BrowserCall,
  parameters: AnswerParameters,
): Promise<FinishedAttempt> => {
  const { name, attempt } = findAttempt(deps, call.cookies.attempts, parameters['state'])
  const answer = await finish(deps, call, { attempt, parameters }).catch((error: unknown) =>
    refuse(deps.log, call.request, error),
  )
  if (name !== undefined) answer.headers.append('set-cookie', deps.cookies.clearAttempt(name))
  return { answer, attempt }
}

const finish = async (
  deps: FinishAttemptDeps,
  call: BrowserCall,
  {
    attempt,
    parameters,
  }: { readonly attempt: SignInAttempt | undefined; readonly parameters: AnswerParameters },
): Promise<Response> => {
  if (attempt === undefined) throw new AuthError('sign_in_not_begun')
  // Each provider has an address of its own to send people back to: who comes to another's was sent by somebody else (RFC 9700 §4.4).
  if (attempt.provider !== lastPartOf(call.request)) throw new AuthError('provider_mixed_up')
  const { purpose } = attempt
  const { current, cookies, locale, network } = call
  if (purpose.kind === 'link') {
    const user = await linkIdentity(deps, { attempt, purpose, parameters, current, locale })
    return answerSession(deps, { sent: cookies, current: current && { ...current, user } })
  }
  const browser = { session: current?.session, remember: purpose.remember, userAgent: call.userAgent }
  const request = { attempt, parameters, browser, locale, network }
  return answerSignedIn(deps, call, await finishSocialSignIn(deps, request))
}
