import { parseSessionId, type SessionId } from '../model/ids.js'
import type { Secrets } from '../ports/secrets.js'

/** What a refresh token says, once its MAC has been checked. */
export interface RefreshToken {
  readonly sessionId: SessionId
  readonly generation: number
}

const PURPOSE = 'refresh-token'
// lkrt_ 32 hex digits of the session id . generation . MAC
const SHAPE = /^lkrt_([0-9a-f]{32})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/

const macInput = (sessionId: SessionId, generation: number): string => `${sessionId}.${generation}`

/** The refresh token of one generation of a session. Derived, so that nothing about it is stored. */
export const makeRefreshToken = (secrets: Secrets, { sessionId, generation }: RefreshToken): string =>
  `lkrt_${sessionId.slice('ses_'.length)}.${generation}.${secrets.mac(PURPOSE, macInput(sessionId, generation))}`

/**
 * Reads a refresh token. A forged one dies here, before any query.
 *
 * @returns undefined unless we made it
 */
export const readRefreshToken = (secrets: Secrets, text: string): RefreshToken | undefined => {
  const [, body, digits, mac] = SHAPE.exec(text) ?? []
  if (body === undefined || digits === undefined || mac === undefined) return undefined
  const sessionId = parseSessionId(`ses_${body}`)
  if (sessionId === undefined) return undefined
  const generation = Number(digits)
  return secrets.macMatches(PURPOSE, macInput(sessionId, generation), mac)
    ? { sessionId, generation }
    : undefined
}
