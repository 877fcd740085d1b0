import { DAY, HOUR, MINUTE, type Millis, SECOND } from './time.js'

/** How attempts of one kind slow down. */
export interface ThrottlePolicy {
  /** This many cost nothing. One more is looked at, and begins the pauses. */
  readonly free: number
  /** The pause after the first that costs; each one after it doubles the pause. */
  readonly firstPause: Millis
  readonly longestPause: Millis
  /** After this long without an attempt everything is forgotten. */
  readonly forgetAfter: Millis
}

/** How long nothing is accepted after attempt number `count`. */
export const pauseAfter = (count: number, policy: ThrottlePolicy): Millis =>
  count <= policy.free
    ? 0
    : Math.min(policy.firstPause * 2 ** Math.min(count - policy.free - 1, 30), policy.longestPause)

/**
 * The counters. What a stranger does to an account counts on the stranger's network and on `account`, whose limit is wide
 * (NIST SP 800-63B §5.2.2 asks for at most 100) and which a browser that has signed in before does not meet: nobody is
 * locked out by others.
 */
export const THROTTLES = {
  /** One account, from one network. */
  accountOnNetwork: { free: 5, firstPause: 1 * SECOND, longestPause: 15 * MINUTE, forgetAfter: 1 * DAY },
  /** One account, from a browser that has signed in to it before. */
  device: { free: 10, firstPause: 1 * SECOND, longestPause: 5 * MINUTE, forgetAfter: 1 * DAY },
  /** One account, from everywhere else together. */
  account: { free: 99, firstPause: 1 * SECOND, longestPause: 15 * MINUTE, forgetAfter: 1 * DAY },
  /** One network, whatever account: password spraying. */
  network: { free: 30, firstPause: 1 * SECOND, longestPause: 5 * MINUTE, forgetAfter: 1 * HOUR },
  /** Sign-ups and requests for mail from one network. */
  mailFromNetwork: { free: 20, firstPause: 10 * SECOND, longestPause: 15 * MINUTE, forgetAfter: 1 * HOUR },
  /** Messages to one address that strangers can cause: six, then one a pause. */
  mailToAddress: { free: 5, firstPause: 1 * MINUTE, longestPause: 1 * HOUR, forgetAfter: 1 * DAY },
  /** Six-digit codes for one address: eleven guesses a day among a million. The link goes on working. */
  codeForAddress: { free: 10, firstPause: 1 * DAY, longestPause: 1 * DAY, forgetAfter: 1 * DAY },
  /** API keys that one person makes: each is told to them by mail. */
  apiKeysOfUser: { free: 10, firstPause: 1 * MINUTE, longestPause: 1 * HOUR, forgetAfter: 1 * DAY },
} as const satisfies Record<string, ThrottlePolicy>

export type ThrottleName = keyof typeof THROTTLES

/** One counter. */
export interface Throttle {
  readonly name: ThrottleName
  /** What is counted, hashed: no address is kept in it. */
  readonly key: string
}
