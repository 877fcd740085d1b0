import type { UserId } from '../model/ids.js'

/** One stored password hash. */
export interface StoredHash {
  readonly userId: UserId
  readonly hash: string
}

/** Which of the stored hashes to read. */
export interface RunOfHashes {
  /** Begins behind this user; undefined: with the first. */
  readonly after: UserId | undefined
  /** How many are left out before the first one that is read. */
  readonly skip: number
  readonly limit: number
}

/** All stored password hashes, in an order that stays, to be counted. */
export interface StoredHashes {
  /** @returns fewer than `limit` at the end, and none behind it */
  readRun(run: RunOfHashes): Promise<readonly StoredHash[]>
}
