import { HOUR, MINUTE, SECOND } from '../model/time.js'
import type { AuditHistory } from '../ports/audit-history.js'
import type { Clock } from '../ports/clock.js'
import type { Log } from '../ports/log.js'
import type { UserDirectory } from '../ports/user-directory.js'
import type { Decoys } from './decoys.js'
import type { KeyRing } from './key-ring.js'

/** What must be done now and then, beside the requests. */
export interface HousekeepingDeps {
  readonly storage: {
    writeTouches(): Promise<void>
    sweep(now: number): Promise<number>
    readonly userDirectory: Pick<UserDirectory, 'indexWords'>
  }
  readonly auditHistory: Pick<AuditHistory, 'order'>
  /** Removes what is older than it is kept. */
  readonly shortenHistory: () => Promise<void>
  readonly keys: Pick<KeyRing, 'reload'>
  readonly decoys: Pick<Decoys, 'refresh'>
  readonly clock: Clock
  readonly log: Log
}

/** What is removed before it has its place leaves no gap: it has it soon. */
const EVERY_ORDERING = 1 * SECOND
const EVERY_SHORTENING = 1 * HOUR
const EVERY_TOUCH = 5 * SECOND
/** Well below the time a new key is published before it signs: every process has it in time. */
export const EVERY_KEY_RELOAD = 1 * MINUTE
const EVERY_SWEEP = 5 * MINUTE
const EVERY_INDEXING = 5 * SECOND
/** Few enough that nobody who signs in waits for them. */
const INDEXED_AT_ONCE = 200
const EVERY_DECOY_REFRESH = 1 * HOUR

/** Starts the rounds. A round that fails is logged and tried again at the next one. */
export const startHousekeeping = ({
  storage,
  auditHistory,
  shortenHistory,
  keys,
  decoys,
  clock,
  log,
}: HousekeepingDeps): { stop(): Promise<void> } => {
  const rounds = [
    repeat('order the audit history', EVERY_ORDERING, () => auditHistory.order(), log),
    repeat('shorten the audit history', EVERY_SHORTENING, shortenHistory, log),
    repeat('write session uses', EVERY_TOUCH, () => storage.writeTouches(), log),
    repeat('reload signing keys', EVERY_KEY_RELOAD, () => keys.reload(), log),
    repeat('refresh decoys', EVERY_DECOY_REFRESH, () => decoys.refresh(), log),
    repeat(
      'index names of users',
      EVERY_INDEXING,
      async () => {
        while ((await storage.userDirectory.indexWords(INDEXED_AT_ONCE)) > 0);
      },
      log,
    ),
    repeat(
      'sweep',
      EVERY_SWEEP,
      async () => {
        while ((await storage.sweep(clock.now())) > 0);
      },
      log,
    ),
  ]
  return {
    stop: async () => {
      await Promise.all(rounds.map((round) => round.stop()))
    },
  }
}

const repeat = (
  name: string,
  pause: number,
  work: () => Promise<void>,
  log: Log,
): { stop(): Promise<void> } => {
  let underWay: Promise<void> | undefined
  const timer = setInterval(() => {
    underWay ??= work()
      .catch((error: unknown) => log.error('housekeeping failed', { round: name }, error))
      .finally(() => {
        underWay = undefined
      })
  }, pause)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await underWay
    },
  }
}
