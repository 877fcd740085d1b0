import type { ListedSession } from '@latchkey/client'

/** A session in the list of the page. */
export interface SessionRow {
  readonly session: ListedSession
  /** It was live when the list was first shown, and is no more. */
  readonly ended: boolean
}

/**
 * Brings a list up to date without moving a row of it: what was ended stays where it is until the page is left, so that a second
 * click at the same point cannot end the next session. The browser that asks comes first.
 *
 * @param shown what the page lists so far; empty before it was read
 * @param live what the server lists now
 */
export function keepPlaces(shown: readonly SessionRow[], live: readonly ListedSession[]): SessionRow[] {
  const kept = shown.map(({ session }) => {
    const found = live.find(({ id }) => id === session.id)
    return { session: found ?? session, ended: found === undefined }
  })
  const come = live.filter(({ id }) => !shown.some(({ session }) => session.id === id))
  const currentFirst = come.toSorted((one, other) => Number(other.current) - Number(one.current))
  return [...kept, ...currentFirst.map((session) => ({ session, ended: false }))]
}
