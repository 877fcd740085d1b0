import type { Millis } from './time.js'

/** A key's place in the order of signing. */
interface Scheduled {
  readonly sequence: number
  readonly signsFrom: Millis
}

/**
 * The key that signs now: the newest whose time has come. When no time has come the oldest key signs, for another process
 * has just made it by a clock that runs ahead.
 */
export const signingNow = <Key extends Scheduled>(keys: readonly Key[], now: Millis): Key | undefined => {
  const inOrder = keys.toSorted((a, b) => a.sequence - b.sequence)
  return inOrder.findLast((key) => key.signsFrom <= now) ?? inOrder[0]
}

/**
 * The keys whose every token is dead: their successor has been signing for longer than a token lives.
 *
 * @param longestTokenLife how long the longest-lived token lives, with room for clocks that differ
 */
export const retiredBy = <Key extends Scheduled>(
  keys: readonly Key[],
  now: Millis,
  longestTokenLife: Millis,
): readonly Key[] => {
  const inOrder = keys.toSorted((a, b) => a.sequence - b.sequence)
  return inOrder.filter((_, index) => {
    const successor = inOrder[index + 1]
    return successor !== undefined && successor.signsFrom + longestTokenLife < now
  })
}
