import { parseSessionId, type SessionId } from '../model/ids.js'
import type { Session } from '../model/session.js'
import { SECOND, toNumericDate } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { Secrets } from '../ports/secrets.js'

export interface FastapiTokenMaker {
  readonly secrets: Secrets
  readonly clock: Clock
}

const PURPOSE = 'fastapi-token'

/** The JWT by which a server-side frontend holds a session: it says whose and until when, and opens nothing without us. */
export const makeFastapiToken = (
  { secrets }: FastapiTokenMaker,
  session: Pick<Session, 'id' | 'expiresAt'>,
  accountId: string,
): string =>
  secrets.signClaims(PURPOSE, { sub: accountId, exp: toNumericDate(session.expiresAt), sid: session.id })

/** @returns undefined for what we did not make, or not for now */
export const readFastapiToken = (
  { secrets, clock }: FastapiTokenMaker,
  text: string,
): { readonly sessionId: SessionId } | undefined => {
  const claims = secrets.readClaims(PURPOSE, text)
  if (claims === undefined) return undefined
  const { sid, exp } = claims
  const sessionId = typeof sid === 'string' ? parseSessionId(sid) : undefined
  if (sessionId === undefined || typeof exp !== 'number' || exp * SECOND <= clock.now()) return undefined
  return { sessionId }
}
