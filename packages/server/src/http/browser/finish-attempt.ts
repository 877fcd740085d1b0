import { AuthError, type ErrorCode } from '@latchkey/contract'
import { type FinishSocialSignInDeps, finishSocialSignIn } from '../../flows/finish-social-sign-in.js'
import { type LinkIdentityDeps, linkIdentity } from '../../flows/link-identity.js'
import { findAttempt } from '../../flows/steps/find-attempt.js'
import type { SignInAttempt } from '../../model/sign-in-attempt.js'
import { lastPartOf } from '../last-part-of.js'
import { answerRefusal, describeRefusal } from '../refuse.js'
import { answerSession } from './answer-session.js'
import { type AnswerSignedInDeps, answerSignedIn } from './answer-signed-in.js'
import type { BrowserCall } from './browser-call.js'

export type FinishAttemptDeps = FinishSocialSignInDeps & LinkIdentityDeps & AnswerSignedInDeps

/** How it ended, with the answer that tells a page. */
export type FinishedAttempt = { readonly answer: Response } & (
  | { readonly outcome: 'finished'; readonly attempt: SignInAttempt }
  | {
      readonly outcome: 'refused'
      readonly reason: ErrorCode
      /** Undefined when this browser has begun none. */
      readonly attempt: SignInAttempt | undefined
    }
)

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
  const finished = await finish(deps, call, { attempt, parameters })
  if (name !== undefined) finished.answer.headers.append('set-cookie', deps.cookies.clearAttempt(name))
  return finished
}

const finish = async (
  deps: FinishAttemptDeps,
  call: BrowserCall,
  came: { readonly attempt: SignInAttempt | undefined; readonly parameters: AnswerParameters },
): Promise<FinishedAttempt> => {
  const { attempt, parameters } = came
  try {
    if (attempt === undefined) throw new AuthError('sign_in_not_begun')
    return { outcome: 'finished', attempt, answer: await goOn(deps, call, { attempt, parameters }) }
  } catch (error) {
    const refusal = describeRefusal(deps.log, call.request, error)
    return { outcome: 'refused', reason: refusal.body.reason, attempt, answer: answerRefusal(refusal) }
  }
}

const goOn = async (
  deps: FinishAttemptDeps,
  call: BrowserCall,
  { attempt, parameters }: { readonly attempt: SignInAttempt; readonly parameters: AnswerParameters },
): Promise<Response> => {
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
