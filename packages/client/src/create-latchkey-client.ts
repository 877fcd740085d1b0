import type { ProfileFields } from '@latchkey/contract'
import { accountCalls } from './calls/account-calls.js'
import { apiKeyCalls } from './calls/api-key-calls.js'
import { providerCalls } from './calls/provider-calls.js'
import { signInCalls } from './calls/sign-in-calls.js'
import { personIn } from './client-state.js'
import { type ClientParts, connectParts } from './connect-parts.js'
import type { LatchkeyClient, LatchkeyClientOptions } from './latchkey-client.js'
import { leadsToConsole } from './page/leads-to-console.js'
import { startOnce } from './page/start-once.js'
import { watchEnd } from './page/watch-end.js'
import { watchPage } from './page/watch-page.js'
import { awaitEnd } from './session/await-end.js'
import { onSessionEnded } from './session/on-session-ended.js'
import { onlyFor } from './wire/door-calls.js'
import { fetchOwnApi } from './wire/fetch-own-api.js'
import { readSessionEnd } from './wire/read-session-end.js'

/**
 * The session of this browser, kept by the server and known to the page. Touches nothing until it is used, so it can be
 * created anywhere; on a server, make one for every request.
 *
 * @typeParam Profile what the project keeps about a person; see {@link ProfileOf}
 * @throws TypeError when `baseUrl` is neither a path nor a URL
 */
export const createLatchkeyClient = <Profile = ProfileFields>(
  options: LatchkeyClientOptions<Profile> = {},
): LatchkeyClient<Profile> => {
  const parts = connectParts(options)
  const { initialState, cell, keeper, door, reader } = parts
  const start = startOnce(() => listen(parts))
  return {
    getState: cell.get,
    getInitialState: () => initialState,
    subscribe: cell.subscribe,
    onSessionEnded: (listener) => onSessionEnded(cell, listener),
    start: () => (isInBrowser() ? start() : () => {}),
    check: keeper.check,
    ready: () => becomeKnown(parts),
    leadsToConsole: (value) => leadsToConsole(door.address, value),
    ...signInCalls(parts),
    ...providerCalls(parts),
    ...accountCalls(parts),
    ...apiKeyCalls(parts),
    fetch: (input, init) => {
      const isMeantFor = onlyFor(personIn(cell.get()))
      return fetchOwnApi({ door, reader, isMeantFor, onUnauthorized: keeper.doubt }, input, init)
    },
  }
}

const listen = <Profile>({ cell, door, keeper, retries, tabs }: ClientParts<Profile>): (() => void) => {
  const release = retries.hold()
  const stop = watchPage({ tabs, glance: keeper.glance, forget: keeper.forget })
  const waiting = {
    read: (signal: AbortSignal) => readSessionEnd(door, signal),
    onEnd: keeper.end,
    glance: keeper.glance,
  }
  const stopWaiting = watchEnd({
    name: door.address.urlOf(''),
    cell,
    awaitEnd: (signal) => awaitEnd(waiting, signal),
  })
  return () => {
    stopWaiting()
    stop()
    release()
  }
}

const becomeKnown = async <Profile>({ cell, keeper, retries }: ClientParts<Profile>) => {
  // A server has no cookie of the visitor to ask with: there the initial state is all there is.
  if (cell.get().status !== 'unknown' || !isInBrowser()) return cell.get()
  const release = retries.hold()
  try {
    await keeper.check()
    while (cell.get().status === 'unknown') await nextChange(cell.subscribe)
    return cell.get()
  } finally {
    release()
  }
}

const nextChange = (subscribe: (listener: () => void) => () => void): Promise<void> =>
  new Promise((resolve) => {
    const stop = subscribe(() => {
      stop()
      resolve()
    })
  })

const isInBrowser = (): boolean => typeof window !== 'undefined'
