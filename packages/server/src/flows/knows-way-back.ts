import { readOperatorCookie } from '../forms/operator-cookie.js'
import { readSessionCookie } from '../forms/session-cookie.js'
import type { Secrets } from '../ports/secrets.js'

/** Whether a browser keeps what leads an operator back from the session in its cookie. Whether that opens anything is another question. */
export const knowsWayBack = (
  secrets: Secrets,
  { session, operator }: { readonly session: string | undefined; readonly operator: string | undefined },
): boolean => {
  if (session === undefined || operator === undefined) return false
  const form = readSessionCookie(secrets, session)
  return form !== undefined && readOperatorCookie(secrets, operator, form.sessionId) !== undefined
}
