import type { Millis } from './time.js'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** `usr_` and 32 hex digits. */
export type UserId = Branded<'UserId'>
/** `ses_` and 32 hex digits. */
export type SessionId = Branded<'SessionId'>

const TIME_DIGITS = 12
const RANDOM_DIGITS = 20
const SHAPE = /^(usr|ses)_[0-9a-f]{32}$/

const idBody = (now: Millis, randomHex: string): string =>
  now.toString(16).padStart(TIME_DIGITS, '0') + randomHex.slice(0, RANDOM_DIGITS)

/**
 * A new id. It begins with its time of birth, so that neighbours in time are neighbours in the index,
 * and ends with 80 random bits. An id is a name, not a secret: knowing one opens nothing.
 *
 * @param randomHex at least 20 random hex digits
 */
export const newUserId = (now: Millis, randomHex: string): UserId => `usr_${idBody(now, randomHex)}` as UserId
export const newSessionId = (now: Millis, randomHex: string): SessionId =>
  `ses_${idBody(now, randomHex)}` as SessionId

/** Reads a session id that came from outside; undefined when it does not look like one. */
export const parseSessionId = (text: string): SessionId | undefined =>
  SHAPE.test(text) && text.startsWith('ses_') ? (text as SessionId) : undefined
