import type {
  ApiKeyList,
  CreatedApiKey,
  LinkedIdentity,
  ListedSession,
  ProviderList,
  SessionState,
} from '@latchkey/contract'
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
export const expectAccount = <Answer extends { readonly user: { readonly id: string } }>(
  answer: JsonObject,
): Answer => {
  if (!hasId(answer['user'])) throw unexpectedAnswer('The answer is not an account.')
  return answer as unknown as Answer
}

/** @throws LatchkeyError `unexpected_answer` */
export const expectSessions = (answer: JsonObject): readonly ListedSession[] =>
  expectList<ListedSession>(answer, 'sessions')

/** @throws LatchkeyError `unexpected_answer` */
export const expectProviders = (answer: JsonObject): ProviderList['providers'] =>
  expectList<ProviderList['providers'][number]>(answer, 'providers')

/** @throws LatchkeyError `unexpected_answer` */
export const expectIdentities = (answer: JsonObject): readonly LinkedIdentity[] =>
  expectList<LinkedIdentity>(answer, 'identities')

/** @throws LatchkeyError `unexpected_answer` */
export const expectApiKeys = (answer: JsonObject): ApiKeyList => {
  expectList(answer, 'apiKeys')
  return answer as unknown as ApiKeyList
}

/** @throws LatchkeyError `unexpected_answer` */
export const expectNewApiKey = (answer: JsonObject): CreatedApiKey => {
  if (typeof answer['key'] !== 'string' || !hasId(answer['apiKey']))
    throw unexpectedAnswer('The answer is not an API key.')
  return answer as unknown as CreatedApiKey
}

/**
 * Where a page sends somebody. It becomes `location`, which runs what `javascript:` says.
 *
 * @throws LatchkeyError `unexpected_answer`
 */
export const expectAddress = ({ url }: JsonObject): string => {
  if (typeof url === 'string' && /^https?:\/\//i.test(url)) return url
  throw unexpectedAnswer('The answer is not an address.')
}

const expectList = <Item>(answer: JsonObject, name: string): Item[] => {
  const list = answer[name]
  if (Array.isArray(list) && list.every(hasId)) return list
  throw unexpectedAnswer(`The answer is not a list of ${name}.`)
}

const hasId = (value: unknown): boolean => isObject(value) && typeof value['id'] === 'string'
