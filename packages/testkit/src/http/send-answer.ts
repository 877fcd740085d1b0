import type { Context } from 'hono'
import type { ReturnAddress } from '../grants/read-authorization-request.js'
import { continuePage } from '../pages/continue-page.js'
import type { Twin } from '../twin.js'

/** What stands where something genuine should, while a switch is on. */
const wrong = {
  state: 'state-of-another-sign-in',
  issuer: 'https://wrong-issuer.example',
} as const

const parametersOf = <P>(
  { answerRules, switches }: Twin<P>,
  { state }: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): URLSearchParams => {
  const { wrongState, wrongResponseIssuer } = switches.current()
  const parameters = new URLSearchParams(answer)
  if (wrongState) parameters.set('state', wrong.state)
  else if (state !== undefined) parameters.set('state', state)
  if (answerRules.issuer !== undefined) {
    parameters.set('iss', wrongResponseIssuer ? wrong.issuer : answerRules.issuer)
  }
  return parameters
}

/**
 * Sends the browser back to the application with an answer (RFC 6749 §4.1.2). The address is kept as
 * registered, query included. 303 makes a form post end here (RFC 9700 §4.12).
 *
 * @param returnTo an address that has been checked against its client
 */
export const sendAnswer = <P>(
  context: Context,
  twin: Twin<P>,
  returnTo: ReturnAddress,
  answer: Readonly<Record<string, string>>,
): Response | Promise<Response> => {
  const parameters = parametersOf(twin, returnTo, answer)
  const { redirectUri, responseMode } = returnTo
  if (responseMode === 'form_post') {
    // The application looks for the origin of the provider, as it would see the real one's.
    context.header('Referrer-Policy', 'strict-origin')
    return context.html(continuePage(twin.name, redirectUri, parameters))
  }
  const separator = redirectUri.includes('?') ? '&' : '?'
  return context.redirect(`${redirectUri}${separator}${parameters}${twin.answerRules.fragment ?? ''}`, 303)
}
