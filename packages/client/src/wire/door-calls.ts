import type { SessionState } from '@latchkey/contract'
import { personIn } from '../client-state.js'
import { LatchkeyError } from '../latchkey-error.js'
import { type Answer, type JsonObject, readAnswer, receive } from './read-answer.js'
import { type Door, type DoorRequest, send } from './send.js'
import { isTokenRefusal, sendWithToken } from './send-with-token.js'
import type { SessionReader } from './session-reader.js'

/** A request that changes something. */
export type UnsafeRequest<Profile> = Omit<DoorRequest, 'method' | 'csrfToken'> & {
  readonly method: Exclude<DoorRequest['method'], 'GET'>
  /** Whether the request is meant for this session. Default: for whoever is signed in, or nobody. */
  readonly isMeantFor?: ((session: SessionState<Profile>) => boolean) | undefined
}

/** The calls to the browser door. All of them reject with a {@link LatchkeyError}. */
export interface DoorCalls<Profile> {
  get(path: string): Promise<JsonObject>
  send(request: UnsafeRequest<Profile>): Promise<JsonObject>
}

/** @param onNoSession called when an answer shows that the session is not what the page takes it for */
export const connectDoor = <Profile>(
  door: Door,
  reader: SessionReader<Profile>,
  onNoSession: () => void,
): DoorCalls<Profile> => {
  const noticing = async (answer: Promise<Answer>): Promise<JsonObject> => {
    try {
      return readAnswer(await answer)
    } catch (error) {
      if (error instanceof LatchkeyError && NO_SESSION.includes(error.code)) onNoSession()
      throw error
    }
  }
  return {
    get: (path) => noticing(exchange(door, { method: 'GET', path })),
    send: ({ isMeantFor = anybody, ...request }) =>
      noticing(
        sendWithToken({
          reader,
          attempt: (csrfToken) => exchange(door, { ...request, csrfToken }),
          refusesToken: ({ response, body }) => isTokenRefusal(response.status, body),
          isMeantFor,
        }),
      ),
  }
}

const exchange = async (door: Door, request: DoorRequest): Promise<Answer> =>
  receive(await send(door, request))

/** The request is only for the person the page shows; whoever that is, when it shows nobody. */
export const onlyFor =
  (person: string | undefined) =>
  (session: SessionState<unknown>): boolean =>
    person === undefined || personIn(session) === person

const anybody = (): boolean => true

const NO_SESSION: readonly string[] = ['not_signed_in', 'session_ended']
