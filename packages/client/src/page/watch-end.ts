import type { ClientState } from '../client-state.js'
import type { StateCell } from '../session/state-cell.js'

export interface EndWatch<Profile> {
  /** Tells several servers of one page apart. */
  readonly name: string
  readonly cell: StateCell<Profile>
  /** Waits for the end of the session, until it is told so or not wanted any more. */
  readonly awaitEnd: (signal: AbortSignal) => Promise<void>
}

const SECOND = 1000
/** A page that nobody looks at lets go of its connection, and of the place of the one that waits for all. */
const HIDDEN_FOR = 60 * SECOND

/** Has one page of this browser wait at the server while somebody is signed in and looks. @returns stops */
export const watchEnd = <Profile>({ name, cell, awaitEnd }: EndWatch<Profile>): (() => void) => {
  const stop = new AbortController()
  let session: string | undefined
  let waiting: AbortController | undefined
  let hidden: ReturnType<typeof setTimeout> | undefined

  const end = () => {
    waiting?.abort()
    waiting = undefined
    session = undefined
  }
  const follow = () => {
    const next = sessionIn(cell.get())
    if (next === undefined) return end()
    if (next === session || (document.visibilityState === 'hidden' && waiting === undefined)) return
    end()
    session = next
    const own = new AbortController()
    waiting = own
    void inTurn(`latchkey:${name}`, own.signal, () => awaitEnd(own.signal)).then(() => {
      // Whoever looks at the page later has it begin again, should somebody still be signed in.
      if (waiting === own) end()
    })
  }
  const look = () => {
    clearTimeout(hidden)
    if (document.visibilityState === 'hidden') hidden = setTimeout(end, HIDDEN_FOR)
    else follow()
  }
  const { signal } = stop
  const unsubscribe = cell.subscribe(follow)
  document.addEventListener('visibilitychange', look, { signal })
  // An open connection, and a lock, keep a page out of the back/forward cache.
  window.addEventListener('pagehide', end, { signal })
  window.addEventListener('pageshow', look, { signal })
  follow()
  return () => {
    stop.abort()
    unsubscribe()
    clearTimeout(hidden)
    end()
  }
}

const sessionIn = (state: ClientState<unknown>): string | undefined =>
  state.status === 'signed_in' ? state.session.id : undefined

/**
 * One page at a time: over HTTP/1.1 a browser has six connections to a server, for all of its tabs. Without locks (a page that came
 * by plain http) each that is looked at waits for itself.
 */
const inTurn = async (name: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> => {
  const { locks } = globalThis.navigator as { readonly locks?: LockManager | null }
  if (locks == null) return work()
  // Rejects when it is not wanted any more before its turn has come.
  await locks.request(name, { signal }, work).catch(() => undefined)
}
