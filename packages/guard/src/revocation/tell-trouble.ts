import { type Clock, MINUTE } from '../time.js'
import type { Trouble } from '../trouble.js'

const PAUSE = MINUTE

/** Tells each kind of trouble of one issuer at most once a minute. */
export const createTroubleTeller = (surroundings: {
  readonly issuer: string
  readonly clock: Clock
  readonly onTrouble: (trouble: Trouble) => void
}) => {
  const { issuer, clock, onTrouble } = surroundings
  const toldAt = new Map<Trouble['about'], number>()
  return (about: Trouble['about'], what: unknown): void => {
    const now = clock()
    const before = toldAt.get(about)
    if (before !== undefined && Math.abs(now - before) < PAUSE) return
    toldAt.set(about, now)
    const isError = what instanceof Error
    onTrouble({
      about,
      issuer,
      detail: isError ? what.message : String(what),
      cause: isError ? what : undefined,
    })
  }
}
