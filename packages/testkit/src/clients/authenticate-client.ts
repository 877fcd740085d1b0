import { createHash, timingSafeEqual } from 'node:crypto'
import type { Parameters } from '../http/parameters.js'
import { OAuthRefusal } from '../oauth-refusal.js'
import type { DevelopmentClient } from './development-client.js'

interface Credentials {
  readonly id: string
  readonly secret: string | undefined
  readonly sentBy: 'basic' | 'form'
}

/** The one answer for an unknown client and for a wrong secret. */
const refused = (): OAuthRefusal =>
  new OAuthRefusal(
    'invalid_client',
    'Client authentication failed. Check the client id and the client secret.',
    { challenge: 'Basic' },
  )

const equal = (left: string, right: string): boolean =>
  timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest())

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
const decodeFormValue = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw refused()
  }
}

const readBasic = (header: string): Credentials => {
  const [, encoded] = /^basic +([a-z0-9+/]+={0,2})$/i.exec(header) ?? []
  if (encoded === undefined) throw refused()
  const pair = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = pair.indexOf(':')
  if (colon < 0) throw refused()
  return {
    id: decodeFormValue(pair.slice(0, colon)),
    secret: decodeFormValue(pair.slice(colon + 1)) || undefined,
    sentBy: 'basic',
  }
}

const readCredentials = (authorization: string | undefined, form: Parameters): Credentials => {
  const id = form.get('client_id')
  const secret = form.get('client_secret')
  if (authorization === undefined) {
    if (id === undefined) throw refused()
    return { id, secret, sentBy: 'form' }
  }
  const basic = readBasic(authorization)
  // RFC 6749 §2.3: one method a request. Repeating the id beside the header proves nothing and is allowed.
  if (secret !== undefined || (id !== undefined && id !== basic.id)) {
    throw new OAuthRefusal(
      'invalid_request',
      'Authenticate the client one way only: HTTP Basic or form parameters.',
    )
  }
  return basic
}

/**
 * Finds out which client calls the token endpoint: by HTTP Basic, by form parameters, or, for a public
 * client, by its id alone (RFC 6749 §2.3.1 and §3.2.1).
 *
 * @throws OAuthRefusal when it cannot prove who it is
 */
export const authenticateClient = (
  clients: ReadonlyMap<string, DevelopmentClient>,
  authorization: string | undefined,
  form: Parameters,
): DevelopmentClient => {
  const credentials = readCredentials(authorization, form)
  const client = clients.get(credentials.id)
  if (client === undefined) throw refused()
  if (client.secret === undefined) {
    if (credentials.secret !== undefined || credentials.sentBy === 'basic') throw refused()
    return client
  }
  if (credentials.secret === undefined || !equal(credentials.secret, client.secret)) throw refused()
  return client
}
