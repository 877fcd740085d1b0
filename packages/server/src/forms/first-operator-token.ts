import type { Millis } from '../model/time.js'
import type { Secrets } from '../ports/secrets.js'

const PREFIX = 'lkfo_'
const PURPOSE = 'first-operator-token'
const ID_BYTES = 16
/** The longest there is, for who might send more. */
const LONGEST = 400

/** What makes somebody the first operator, once. Derived, so that nothing which opens anything is stored. */
export interface FirstOperatorToken {
  readonly id: string
  readonly expiresAt: Millis
}

export const makeFirstOperatorToken = (secrets: Secrets, expiresAt: Millis): string =>
  PREFIX + secrets.signClaims(PURPOSE, { id: secrets.randomHex(ID_BYTES), expiresAt })

/** @returns undefined unless we made it, whether it has expired or not */
export const readFirstOperatorToken = (secrets: Secrets, text: string): FirstOperatorToken | undefined => {
  if (!text.startsWith(PREFIX) || text.length > LONGEST) return undefined
  const { id, expiresAt } = secrets.readClaims(PURPOSE, text.slice(PREFIX.length)) ?? {}
  return typeof id === 'string' && typeof expiresAt === 'number' ? { id, expiresAt } : undefined
}
