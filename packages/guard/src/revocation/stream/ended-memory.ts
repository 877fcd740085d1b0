import type { JwtPayload } from '../../jwt/check-claims.js'
import { type Clock, MINUTE, SECOND } from '../../time.js'
import type { Learned } from './learned.js'

/** Who has ended, as far as a stream has told. */
export interface EndedMemory {
  add(ended: Extract<Learned, { what: 'session-ended' | 'person-ended' }>): void
  hasEnded(claims: JwtPayload): boolean
}

export interface EndedMemoryOptions {
  /** What the issuer goes by in its tokens. */
  readonly names: readonly string[]
  readonly clock: Clock
  /** Milliseconds after which no token of what has ended can be left. */
  readonly keepFor: number
  readonly maxCount: number
  /** Told when something had to be forgotten before that. */
  readonly onOverflow: () => void
}

interface Generation {
  readonly sessions: Set<unknown>
  /** When their sessions ended, in seconds, as tokens write it. */
  readonly persons: Map<unknown, number>
}

/** How far two clocks may well be apart. */
const FARTHEST = 5 * MINUTE

const createGeneration = (): Generation => ({ sessions: new Set(), persons: new Map() })

/**
 * What has ended, in two generations: each entry stays at least until its tokens are over, and at most twice as long. A person who has
 * ended may come back: only tokens of before are refused.
 */
export const createEndedMemory = (options: EndedMemoryOptions): EndedMemory => {
  const { clock, keepFor, names } = options
  const half = Math.ceil(options.maxCount / 2)
  let young = createGeneration()
  let old = createGeneration()
  let turnedAt = clock()

  const turn = (): void => {
    old = young
    young = createGeneration()
    turnedAt = clock()
  }

  const makeRoom = (): void => {
    const isOld = clock() - turnedAt >= keepFor
    if (!isOld && young.sessions.size + young.persons.size < half) return
    const forgets = !isOld && old.sessions.size + old.persons.size > 0
    turn()
    if (forgets) options.onOverflow()
  }

  const isIn = ({ sessions, persons }: Generation, { sid, sub, iat }: JwtPayload): boolean => {
    if (sessions.has(sid)) return true
    const endedAt = persons.get(sub)
    // A token that does not say since when it is there may be one of those.
    return endedAt !== undefined && !(typeof iat === 'number' && iat > endedAt)
  }

  return {
    add: (ended) => {
      makeRoom()
      if (ended.what === 'session-ended') {
        young.sessions.add(ended.sessionId)
        return
      }
      // What lies in the future here must not keep out who comes back: the clocks differ, or it is a lie.
      const at = Math.floor(Math.min(ended.at, clock() + FARTHEST) / SECOND)
      young.persons.set(ended.subject, Math.max(at, young.persons.get(ended.subject) ?? at))
    },
    hasEnded: (claims) => names.includes(claims.iss) && (isIn(young, claims) || isIn(old, claims)),
  }
}
