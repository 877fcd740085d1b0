import { AuthError } from '@latchkey/contract'
import type { ClientCredentials } from '../flows/authenticate-client.js'
import type { Form } from './read-form.js'

/** RFC 6749 appendix A.1 and A.2: VSCHAR. */
const VISIBLE = /^[\x20-\x7e]{1,512}$/
const BASIC = /^basic +([A-Za-z0-9+/_-]+=*) *$/i

/**
 * How a client named itself: HTTP Basic or form parameters, never both (RFC 6749 §2.3).
 *
 * @throws AuthError `client_authentication_missing`, `client_authentication_repeated`, `client_authentication_failed` for
 *   credentials that cannot be anybody's
 */
export const readClientCredentials = (request: Request, form: Form): ClientCredentials => {
  const header = request.headers.get('authorization')
  if (header === null) return fromForm(form)
  const credentials = fromBasic(header)
  const repeats =
    form['client_secret'] !== undefined ||
    (form['client_id'] ?? credentials.clientId) !== credentials.clientId
  if (repeats) throw new AuthError('client_authentication_repeated')
  return credentials
}

const fromForm = (form: Form): ClientCredentials => {
  const { client_id: clientId, client_secret: clientSecret } = form
  if (clientId === undefined) throw new AuthError('client_authentication_missing')
  return visible({ clientId, clientSecret })
}

/** RFC 6749 §2.3.1: id and secret are form-encoded before they are joined and put into base64. */
const fromBasic = (header: string): ClientCredentials => {
  const [, encoded] = BASIC.exec(header) ?? []
  if (encoded === undefined)
    throw new AuthError('client_authentication_missing', { detail: 'Authorization is not Basic' })
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0)
    throw new AuthError('client_authentication_failed', { detail: 'Basic credentials without a colon' })
  const clientSecret = formDecode(pair.slice(colon + 1))
  return visible({
    clientId: formDecode(pair.slice(0, colon)),
    clientSecret: clientSecret === '' ? undefined : clientSecret,
  })
}

const visible = (credentials: ClientCredentials): ClientCredentials => {
  const { clientId, clientSecret = '-' } = credentials
  if (!VISIBLE.test(clientId) || !VISIBLE.test(clientSecret))
    throw new AuthError('client_authentication_failed', { detail: 'not VSCHAR' })
  return credentials
}

const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new AuthError('client_authentication_failed', { detail: 'Basic credentials are not form-encoded' })
  }
}
