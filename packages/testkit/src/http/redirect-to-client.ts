import type { Context } from 'hono'
import type { ReturnAddress } from '../grants/read-authorization-request.js'

/**
 * Sends the browser back to the application with an answer (RFC 6749 §4.1.2). The address is kept as
 * registered, query included; `iss` says who answers (RFC 9207 §2). 303 makes a form post end here
 * (RFC 9700 §4.12).
 *
 * @param returnTo an address that has been checked against its client
 */
export const redirectToClient = (
  context: Context,
  issuer: string,
  returnTo: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): Response => {
  const parameters = new URLSearchParams(answer)
  if (returnTo.state !== undefined) parameters.set('state', returnTo.state)
  parameters.set('iss', issuer)
  const separator = returnTo.redirectUri.includes('?') ? '&' : '?'
  return context.redirect(`${returnTo.redirectUri}${separator}${parameters}`, 303)
}
