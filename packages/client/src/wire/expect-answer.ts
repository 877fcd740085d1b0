import type { AccountExport, AccountView, ListedSession, SessionState } from '@latchkey/contract'
import { unexpectedAnswer } from '../latchkey-error.js'
import { isObject, type JsonObject } from './read-answer.js'

// The schemas of the contract would weigh more than this whole client. What the client itself relies on is looked at
// here; the rest is the server's word, and the server parses its own answers.

/** @throws LatchkeyError `unexpected_answer` */
export const expectSession = <Profile>(answer: JsonObject): SessionState<Profile> => {
  const isSignedIn = answer['status'] === 'signed_in' && hasId(answer['user']) && hasId(answer['session'])
  if (typeof answer['csrfToken'] !== 'string' || !(isSignedIn || answer['status'] === 'signed_out')) {
    throw unexpectedAnswer('The answer is not the state of a session.')
  }
  return answer as SessionState<Profile>
}

/** @throws LatchkeyError `unexpected_answer` */
export const expectAccount = <Profile>(answer: JsonObject): AccountView<Profile> => {
  if (!hasId(answer['user'])) throw unexpectedAnswer('The answer is not an account.')
  return answer as unknown as AccountView<Profile>
}

/** @throws LatchkeyError `unexpected_answer` */
export const expectSessions = (answer: JsonObject): readonly ListedSession[] => {
  const { sessions } = answer
  if (!Array.isArray(sessions) || !sessions.every(hasId)) {
    throw unexpectedAnswer('The answer is not a list of sessions.')
  }
  return sessions as readonly ListedSession[]
}

/** @throws LatchkeyError `unexpected_answer` */
export const expectExport = (answer: JsonObject): AccountExport => {
  if (!hasId(answer['user'])) throw unexpectedAnswer('The answer is not an export.')
  return answer as unknown as AccountExport
}

const hasId = (value: unknown): boolean => isObject(value) && typeof value['id'] === 'string'
