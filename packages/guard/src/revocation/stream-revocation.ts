import type { JwtPayload } from '../jwt/check-claims.js'
import { MINUTE, SECOND } from '../time.js'
import type { Trouble } from '../trouble.js'
import { type ListRevocationOptions, listRevocation } from './list-revocation.js'
import type { OnEnded, Revocation } from './revocation.js'
import { readStatusReference } from './status-reference.js'
import { createEndedMemory } from './stream/ended-memory.js'
import { followStream } from './stream/follow-stream.js'
import type { Learned } from './stream/learned.js'
import type { Transmitter } from './stream/transmitter.js'

export interface StreamRevocationOptions {
  readonly transmitter: Transmitter
  readonly lists: Omit<ListRevocationOptions, 'stream'>
  /** Told when what tokens of somebody say is no longer so. */
  readonly onChanged: OnEnded
  readonly onTrouble: (about: Trouble['about'], what: unknown) => void
  /** How long access tokens of this issuer live at most, in milliseconds. */
  readonly maxTokenLife: number
  readonly maxEnded: number
  readonly random: () => number
}

/** A poll that stays open says nothing meanwhile. Who must know better than this asks once a second. */
const STAYS_OPEN_FROM = MINUTE
/** How much later than a list a stream may tell the same. */
const LATE = 5 * SECOND
/** Until a stream is there, a token that no list tells about waits for so long. */
const PATIENCE = 5 * SECOND
const MAX_SUSPECTS = 100

/**
 * Standing by a stream of events (SSF 1.0, CAEP 1.0) that tells of ends as they happen, together with status lists, which know what ended
 * before, and what to believe while the stream is silent.
 */
export const streamRevocation = (options: StreamRevocationOptions): Revocation => {
  const { transmitter, lists: listOptions, onTrouble } = options
  const { clock } = transmitter
  const { maxStaleness, onEnded } = listOptions
  /** Whether tokens were seen that no list tells about. */
  let trustsStreamAlone = false
  const suspects = new Map<unknown, JwtPayload>()
  let judging: NodeJS.Timeout | undefined

  const memory = createEndedMemory({
    names: transmitter.names,
    clock,
    keepFor: options.maxTokenLife,
    maxCount: options.maxEnded,
    onOverflow: () => {
      onTrouble(
        'forgotten-ends',
        `more than ${options.maxEnded} sessions have ended within ${options.maxTokenLife} ms`,
      )
      askLists()
    },
  })

  /** What the stream does not know the lists must. */
  const askLists = (): void => {
    stream.doubt()
    lists.renew(true)
  }

  const onLearned = (learned: readonly Learned[]): void => {
    const sessions = new Set<unknown>()
    const persons = new Set<unknown>()
    const changed = new Set<unknown>()
    for (const one of learned) {
      switch (one.what) {
        case 'session-ended':
          memory.add(one)
          sessions.add(one.sessionId)
          break
        case 'person-ended':
          memory.add(one)
          persons.add(one.subject)
          break
        case 'person-changed':
          changed.add(one.subject)
          break
        case 'stream-stopped':
          onTrouble('event-stream', `the stream was ${one.status} by its transmitter`)
          stream.renew()
          break
        case 'not-understood':
          onTrouble('security-event', one.detail)
          askLists()
      }
    }
    const isOurs = ({ iss }: JwtPayload): boolean => transmitter.names.includes(iss)
    if (sessions.size + persons.size > 0)
      onEnded(
        (claims) => (sessions.has(claims['sid']) || persons.has(claims['sub'])) && memory.hasEnded(claims),
      )
    if (changed.size > 0) options.onChanged((claims) => isOurs(claims) && changed.has(claims['sub']))
  }

  const stream = followStream({
    transmitter,
    staysOpen: maxStaleness >= STAYS_OPEN_FROM,
    random: options.random,
    onLearned,
    onRefused: ({ detail }) => {
      onTrouble('security-event', detail)
      askLists()
    },
    onMade: () => lists.renew(true),
    onTurn: () => lists.renew(),
    onFailure: (error) => onTrouble('event-stream', error),
  })

  const judgeSuspects = (): void => {
    judging = undefined
    const missed = [...suspects.values()].some((claims) => !memory.hasEnded(claims))
    suspects.clear()
    if (!missed || !stream.isUp()) return
    onTrouble('missed-event', 'a status list says that a session has ended of which no event was sent')
    stream.renew()
    lists.renew()
  }

  /** What a list says first the stream may still say. */
  const suspect = (claims: JwtPayload): void => {
    if (!stream.isUp() || memory.hasEnded(claims) || suspects.size >= MAX_SUSPECTS) return
    suspects.set(claims['sid'] ?? claims, claims)
    judging ??= setTimeout(judgeSuspects, LATE).unref()
  }

  const lists = listRevocation({
    ...listOptions,
    stream,
    onEnded: (hasEnded) =>
      onEnded((claims) => {
        const ended = hasEnded(claims)
        if (ended) suspect(claims)
        return ended
      }),
  })

  const knownUntil = (): number => stream.upToDateAt() + maxStaleness
  const isFresh = (): boolean => clock() < knownUntil() && clock() >= stream.upToDateAt()

  return {
    standingOf: (claims) => {
      stream.start()
      if (memory.hasEnded(claims)) return 'ended'
      // What is told while a list is fetched is seen by whoever asks once more before they remember the token.
      if (readStatusReference(claims) !== 'none') return lists.standingOf(claims)
      trustsStreamAlone = true
      if (isFresh()) return 'live'
      return within(stream.settled, PATIENCE).then(() => (isFresh() ? 'live' : 'unknown'))
    },
    freshUntil: () => (trustsStreamAlone ? Math.min(knownUntil(), lists.freshUntil()) : lists.freshUntil()),
    staleness: () =>
      Math.max(lists.staleness(), trustsStreamAlone ? Math.max(0, clock() - stream.upToDateAt()) : 0),
    close: async () => {
      clearTimeout(judging)
      await Promise.all([stream.close(), lists.close()])
    },
  }
}

const within = async (done: Promise<void>, time: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, time)
  })
  await Promise.race([done, late])
  clearTimeout(timer)
}
