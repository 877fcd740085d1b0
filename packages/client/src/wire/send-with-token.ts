import type { SessionState } from '@latchkey/contract'
import { sessionReplaced } from '../latchkey-error.js'
import type { JsonObject } from './read-answer.js'
import type { SessionReader } from './session-reader.js'

export interface TokenBearer<Profile, Answer> {
  readonly reader: SessionReader<Profile>
  /** Sends the request with this token. May be called twice. */
  readonly attempt: (csrfToken: string) => Promise<Answer>
  /** Whether the answer refuses the token, and nothing but the token. */
  readonly refusesToken: (answer: Answer) => boolean | Promise<boolean>
  /** Whether the request is meant for this session. A token belongs to one: with it the request would act on that one. */
  readonly isMeantFor: (session: SessionState<Profile>) => boolean
}

/**
 * Sends with the CSRF token known last; if it is refused, reads the session once and repeats once. A form filled in as one
 * person is never sent as another, though another tab may have signed in since.
 *
 * @throws LatchkeyError `session_ended` when this browser's session is none the request is meant for
 */
export const sendWithToken = async <Profile, Answer>(
  bearer: TokenBearer<Profile, Answer>,
): Promise<Answer> => {
  const known = bearer.reader.latest()
  const isUsable = known !== undefined && bearer.isMeantFor(known)
  const answer = await bearer.attempt(isUsable ? known.csrfToken : await freshToken(bearer))
  return (await bearer.refusesToken(answer)) ? bearer.attempt(await freshToken(bearer)) : answer
}

const freshToken = async <Profile, Answer>({ reader, isMeantFor }: TokenBearer<Profile, Answer>) => {
  const session = await reader.read()
  if (!isMeantFor(session)) throw sessionReplaced(session.status === 'signed_in')
  return session.csrfToken
}

/** `{ "error": "access_denied", "reason": "csrf_token_invalid", … }` */
export const isTokenRefusal = (status: number, body: JsonObject | undefined): boolean =>
  status === 403 && (body?.['reason'] === 'csrf_token_invalid' || body?.['reason'] === 'csrf_token_missing')
