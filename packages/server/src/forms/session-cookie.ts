import { parseSessionId, type SessionId } from '../model/ids.js'
import type { Secrets } from '../ports/secrets.js'

/** What a session cookie says: which session, and the secret that proves the right to it. */
export interface SessionCookie {
  readonly sessionId: SessionId
  /** SHA-256 of the secret, base64url: what the session keeps. */
  readonly secretHash: string
}

const SECRET_BYTES = 32
// lkck_ 32 hex digits of the session id . 64 hex digits of the secret
const SHAPE = /^lkck_([0-9a-f]{32})\.([0-9a-f]{64})$/

/** A new secret for the cookie of a session. Only its hash is kept. */
export const makeSessionCookie = (
  secrets: Secrets,
  sessionId: SessionId,
): { readonly text: string; readonly secretHash: string } => {
  const secret = secrets.randomHex(SECRET_BYTES)
  return {
    text: `lkck_${sessionId.slice('ses_'.length)}.${secret}`,
    secretHash: secrets.hash(secret),
  }
}

/** @returns undefined for anything that cannot be a session cookie */
export const readSessionCookie = (
  secrets: Pick<Secrets, 'hash'>,
  text: string,
): SessionCookie | undefined => {
  const [, body, secret] = SHAPE.exec(text) ?? []
  const sessionId = body === undefined ? undefined : parseSessionId(`ses_${body}`)
  if (sessionId === undefined || secret === undefined) return undefined
  return { sessionId, secretHash: secrets.hash(secret) }
}
