import type { ClientState } from '../client-state.js'

/** One value that can be watched. Its identity changes only when the value does. */
export interface StateCell<Profile> {
  get(): ClientState<Profile>
  set(next: ClientState<Profile>): void
  /** @returns stops watching */
  subscribe(listener: () => void): () => void
}

export const createStateCell = <Profile>(initial: ClientState<Profile>): StateCell<Profile> => {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set: (next) => {
      // Both come from JSON, so this compares all of them.
      if (JSON.stringify(next) === JSON.stringify(state)) return
      state = next
      for (const listener of [...listeners]) tell(listener)
    },
    subscribe: (listener) => {
      // Wrapped, so that one function that subscribes twice is told twice and can stop once.
      const own = () => listener()
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
  }
}

/** A listener that throws must neither silence the others nor make a sign-in fail. */
const tell = (listener: () => void): void => {
  try {
    listener()
  } catch (error) {
    console.error(error)
  }
}
