import { setTimeout as wait } from 'node:timers/promises'
import { UnexpectedStatus } from '../../http/fetch-json.js'
import { MINUTE, SECOND } from '../../time.js'
import { keepClientToken } from './client-token.js'
import { discoverTransmitter } from './discover-transmitter.js'
import { createStream, deleteStream, type EventStream } from './event-stream.js'
import { createIntake } from './intake.js'
import type { Learned } from './learned.js'
import { pauseAfter } from './pauses.js'
import { pollEvents, type Receipts } from './poll-events.js'
import type { Transmitter } from './transmitter.js'
import type { SetRefused } from './verify-set.js'

export interface Following {
  readonly transmitter: Transmitter
  /** Whether a poll may stay open until there is something to tell. Otherwise it is asked once a second. */
  readonly staysOpen: boolean
  /** Told when a stream was made: what happened before it is to be learnt elsewhere. */
  readonly onMade: () => void
  readonly onLearned: (learned: readonly Learned[]) => void
  readonly onRefused: (refused: SetRefused) => void
  /** Told when a poll was answered, when it was not, and when the stream is another one. */
  readonly onTurn: () => void
  readonly onFailure: (error: unknown) => void
  /** From 0 up to 1. */
  readonly random: () => number
}

/** A stream of events that is listened to. */
export interface FollowedStream {
  /** Begins, once. */
  start(): void
  /** Since when nothing can have been missed, in milliseconds since the epoch; undefined while there is no stream. */
  since(): number | undefined
  /** Until when everything is known, in milliseconds since the epoch. */
  upToDateAt(): number
  /** Whether it tells of what happens now, as far as is known: not while it has yet to tell what happened before. */
  isUp(): boolean
  /** Once it has told something, or could not. */
  readonly settled: Promise<void>
  /** From now on nothing of before counts as known. */
  doubt(): void
  /** Makes another stream: this one has missed something, or stopped. */
  renew(): void
  /** Ends the stream at the transmitter, too. */
  close(): Promise<void>
}

const NOTHING: Receipts = { acknowledged: [], refused: new Map() }
/** Between two polls that are answered at once. */
const TURN = 1 * SECOND
/** A poll that stayed open for so long was cut by something in between. */
const CUT_AFTER = 2 * SECOND
const CUTS = 2
const ASKS_AT_ONCE_FOR = 10 * MINUTE

/** Follows a stream for ever, whatever happens: it goes on where it was, and makes another one where it is gone. */
export const followStream = (following: Following): FollowedStream => {
  const { transmitter, onTurn, random } = following
  const { clock } = transmitter
  const ending = new AbortController()
  const { signal } = ending
  const token = keepClientToken(transmitter)
  const intake = createIntake(transmitter, following)
  let running: Promise<void> | undefined
  let stream: EventStream | undefined
  let since: number | undefined
  let upToDateAt = Number.NEGATIVE_INFINITY
  let receipts = NOTHING
  let failures = 0
  /** Whether more is waiting there than one answer holds. */
  let isBehind = false
  let cuts = 0
  let wasCut = false
  let asksAtOnceUntil = Number.NEGATIVE_INFINITY
  /** Gives up the poll that is open. */
  let turning = new AbortController()
  let settle = (): void => {}
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })

  const leave = (): EventStream | undefined => {
    const left = stream
    stream = undefined
    since = undefined
    receipts = NOTHING
    isBehind = false
    return left
  }

  const open = async (): Promise<EventStream> => {
    const configuration = await discoverTransmitter(transmitter, signal)
    const made = await createStream(transmitter, token, { configuration, signal })
    // By the clock before nothing is promised: what happened meanwhile may be in the stream, or not.
    since = clock()
    following.onMade()
    return made
  }

  const asksAtOnce = (): boolean => !following.staysOpen || performance.now() < asksAtOnceUntil

  const poll = async (from: EventStream): Promise<void> => {
    const atOnce = failures > 0 || upToDateAt === Number.NEGATIVE_INFINITY || asksAtOnce()
    const openedAt = clock()
    const startedAt = performance.now()
    turning = new AbortController()
    try {
      const answer = await pollEvents(transmitter, token, {
        endpoint: from.endpoint,
        poll: { atOnce, receipts, signal: turning.signal },
      })
      const taken = await intake.takeIn(from, answer)
      if (stream !== from) return await rest(TURN)
      receipts = taken
      if (taken.postponed !== undefined) throw new Error(taken.postponed)
      if (!atOnce) cuts = 0
      failures = 0
      isBehind = answer.moreAvailable
      // What it said was so when it was asked; when it wrote that down, nobody can tell.
      if (!answer.moreAvailable) upToDateAt = openedAt
      onTurn()
      settle()
      // Who answers at once although there is nothing new is asked once a second.
      if (!taken.hasNews && (!atOnce || asksAtOnce())) await rest(TURN - (performance.now() - startedAt))
    } catch (error) {
      if (stream !== from) return
      if (!atOnce && performance.now() - startedAt >= CUT_AFTER && !isGone(error)) {
        cuts += 1
        wasCut = true
      }
      if (cuts >= CUTS) {
        cuts = 0
        asksAtOnceUntil = performance.now() + ASKS_AT_ONCE_FOR
      }
      throw error
    }
  }

  const rest = async (pause: number): Promise<void> => {
    if (pause > 0) await wait(pause, undefined, { signal, ref: false }).catch(() => {})
  }

  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        stream ??= await open()
        if (signal.aborted) break
        await poll(stream)
      } catch (error) {
        if (signal.aborted) break
        failures += 1
        const gone = isGone(error)
        if (gone) leave()
        // Something in between cuts polls that stay open, as proxies do: no trouble as long as the next one is answered.
        if (!wasCut || failures > 1) following.onFailure(error)
        wasCut = false
        onTurn()
        const wish = error instanceof UnexpectedStatus ? error.retryAfter : undefined
        if (!gone || failures > 1) await rest(pauseAfter(failures, wish, random))
      }
      settle()
    }
    settle()
    if (stream !== undefined) await deleteStream(transmitter, token, stream)
  }

  return {
    start: () => {
      if (!signal.aborted) running ??= run()
    },
    since: () => since,
    upToDateAt: () => upToDateAt,
    // One failure is no silence: the next try decides.
    isUp: () => since !== undefined && upToDateAt >= since && failures < 2 && !isBehind,
    settled,
    doubt: () => {
      if (since !== undefined) since = clock()
    },
    renew: () => {
      const left = leave()
      if (left === undefined || signal.aborted) return
      turning.abort()
      void deleteStream(transmitter, token, left)
    },
    close: async () => {
      ending.abort()
      turning.abort()
      await running
    },
  }
}

/** The stream is not there any more, or not for us. What asks for a token, for patience or for rights is no such answer. */
const isGone = (error: unknown): boolean =>
  error instanceof UnexpectedStatus &&
  error.status >= 400 &&
  error.status < 500 &&
  ![401, 403, 408, 425, 429].includes(error.status)
