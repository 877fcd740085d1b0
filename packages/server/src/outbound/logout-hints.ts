import { accessTokenClaims } from '@latchkey/contract'
import { type KeySource, verifyJwt } from '@latchkey/guard'
import { parseSessionId, parseUserId } from '../model/ids.js'
import { SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { LogoutHints } from '../ports/logout-hints.js'

export interface LogoutHintsDeps {
  readonly issuer: string
  readonly audiences: readonly string[]
  readonly keys: KeySource
  readonly clock: Clock
}

/** Reads access JWTs through the guard's verification, as of the moment they were made: only that they expired is forgiven. */
export const logoutHints = ({ issuer, audiences, keys, clock }: LogoutHintsDeps): LogoutHints => ({
  read: async (text) => {
    const made = readMoment(text)
    if (made === undefined) return undefined
    const verdict = await verifyJwt(text, {
      keys,
      issuer,
      audience: [...new Set([...audiences, issuer])],
      algorithms: ['ES256', 'RS256', 'EdDSA'],
      typ: 'at+jwt',
      clock: () => Math.min(made, clock.now()),
    })
    if (!verdict.ok) return undefined
    // Tokens that programs have in their own name are of no session.
    const claims = accessTokenClaims.safeParse(verdict.payload)
    if (!claims.success) return undefined
    const sessionId = parseSessionId(claims.data.sid)
    const userId = parseUserId(claims.data.sub)
    if (sessionId === undefined || userId === undefined) return undefined
    return { sessionId, userId, clientId: claims.data.client_id }
  },
})

/** When the token says it was made. Nothing has been verified yet. */
const readMoment = (text: string): number | undefined => {
  try {
    const payload: unknown = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString())
    if (typeof payload !== 'object' || payload === null || !('iat' in payload)) return undefined
    return typeof payload.iat === 'number' ? payload.iat * SECOND : undefined
  } catch {
    return undefined
  }
}
