import type { SessionState } from '@latchkey/contract'

/** Remembers that somebody signed out while the server could not hear it: which session they left, and nothing else. */
export interface OwedSignOut {
  isOwed(): boolean
  /** Whether this is what somebody left. A session that was opened since is not, though the mark may still be read. */
  concerns(session: SessionState<unknown>): boolean
  /** @param session its id, where the page knows it; any session is left otherwise */
  note(session: string | undefined): void
  /** The session somebody wanted to leave has ended with the beginning of this one, unless it is this one. */
  supersededBy(session: SessionState<unknown>): void
  clear(): void
}

/** @param name tells several servers of one page apart */
export const createOwedSignOut = (name: string): OwedSignOut => {
  const key = `latchkey:sign-out-owed:${name}`
  // For where storage refuses to keep it (private windows, blocked site data): at least this page remembers.
  let here: string | undefined
  const left = (): string | undefined => here ?? inStorage((storage) => storage.getItem(key)) ?? undefined

  const clear = (): void => {
    here = undefined
    inStorage((storage) => storage.removeItem(key))
  }

  return {
    isOwed: () => left() !== undefined,
    concerns: (state) => {
      const session = left()
      if (session === undefined || state.status === 'signed_out') return session !== undefined
      return session === ANY_SESSION || session === state.session.id
    },
    note: (session = ANY_SESSION) => {
      const isStored = inStorage((storage) => {
        storage.setItem(key, session)
        return true
      })
      here = isStored === true ? undefined : session
    },
    supersededBy: (state) => {
      if (state.status === 'signed_out' || left() !== state.session.id) clear()
    },
    clear,
  }
}

const ANY_SESSION = 'any'

/** Undefined where storage throws or there is no page. A runtime's own storage is none: all visitors of a server share it. */
const inStorage = <T>(use: (storage: Storage) => T): T | undefined => {
  try {
    return use(window.localStorage)
  } catch {
    return undefined
  }
}
