import { type ProfileFields, paths } from '@latchkey/contract'
import { type ClientState, nextState } from './client-state.js'
import { isPassing } from './latchkey-error.js'
import { readDoorAddress } from './wire/door-address.js'
import { expectSession } from './wire/expect-answer.js'
import { readAnswer, receive } from './wire/read-answer.js'
import { send } from './wire/send.js'

/** What {@link readSessionState} takes. */
export interface ReadSessionStateInput {
  /** The URL of the server, as this machine reaches it. */
  readonly baseUrl: string
  /** The `Cookie` header of the incoming request. */
  readonly cookie: string | null | undefined
  /** Default: the platform's. */
  readonly fetch?: typeof fetch | undefined
}

/**
 * For server rendering: who the visitor is, as the `initialState` of their client. Holds no token, so it may be written
 * into the page. A server that cannot be reached gives `unknown`, which the browser clears up later.
 *
 * @throws TypeError when `baseUrl` is not a URL
 * @throws LatchkeyError for what waiting will not mend, such as a wrong `baseUrl`
 */
export const readSessionState = async <Profile = ProfileFields>(
  input: ReadSessionStateInput,
): Promise<ClientState<Profile>> => {
  const address = readDoorAddress(input.baseUrl)
  if (address.origin() === undefined) throw new TypeError('baseUrl must be a URL: a server has no page.')
  const { cookie } = input
  if (cookie === null || cookie === undefined || cookie === '') return { status: 'signed_out' }
  const door = { address, fetch: input.fetch ?? globalThis.fetch }
  try {
    const response = await send(door, { method: 'GET', path: paths.session, cookie })
    const answer = expectSession<Profile>(readAnswer(await receive(response)))
    return nextState({ status: 'unknown' }, answer, 'ended')
  } catch (error) {
    if (isPassing(error)) return { status: 'unknown' }
    throw error
  }
}
