import type { ErrorCode, FieldIssue } from '@latchkey/contract'
import { SECOND } from '../model/time.js'
import type { Frame } from './frame.js'
import { sayWait } from './say-wait.js'
import { sentenceFor } from './words/error-sentences.js'

/** Why a form was not accepted, as the endpoint behind it says. */
export interface Refusal {
  readonly reason: ErrorCode
  readonly parameter?: string | undefined
  readonly issues?: readonly FieldIssue[] | undefined
  /** What the project says to the person, in its own words. Never out of an address: a stranger could write on our pages. */
  readonly sentence?: string | undefined
  /** In milliseconds. */
  readonly retryAfter?: number | undefined
}

/** What is wrong, in the words of the page. `field` is the name of the one it concerns; none when it is the whole. */
export interface Problem {
  readonly field: string | undefined
  readonly sentence: string
}

/** A refusal → what to tell, each at the field it concerns. What a project's own schema and hooks say is told as they say it. */
export const explainRefusal = (
  { words, locale }: Pick<Frame, 'words' | 'locale'>,
  { reason, parameter, issues, retryAfter, sentence: own }: Refusal,
): readonly Problem[] => {
  if (reason === 'profile_invalid' && issues !== undefined) {
    return issues.map((issue) => ({ field: issue.parameter, sentence: issue.message }))
  }
  if (own !== undefined) return [{ field: undefined, sentence: own }]
  const sentence = sentenceFor(words.errors, reason)
  const waits = reason === 'too_many_attempts' && retryAfter !== undefined
  const later = waits ? ` ${words.frame.tryAgainIn(sayWait(Math.max(retryAfter, SECOND), locale))}` : ''
  return [{ field: parameter, sentence: sentence + later }]
}
