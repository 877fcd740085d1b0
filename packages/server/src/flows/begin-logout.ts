import { AuthError } from '@latchkey/contract'
import { makeLogoutWish } from '../forms/logout-wish.js'
import { type Client, isClientId } from '../model/client.js'
import { namedLocale } from '../model/locale.js'
import type { Clients } from '../ports/clients.js'
import type { Clock } from '../ports/clock.js'
import type { LogoutHint, LogoutHints } from '../ports/logout-hints.js'
import type { Secrets } from '../ports/secrets.js'

export interface BeginLogoutDeps {
  readonly clients: Clients
  readonly logoutHints: LogoutHints
  readonly secrets: Pick<Secrets, 'seal'>
  readonly clock: Clock
}

/** OpenID Connect RP-Initiated Logout 1.0 §2, as it was sent. */
export interface BeginLogout {
  readonly idTokenHint: string | undefined
  readonly clientId: string | undefined
  readonly postLogoutRedirectUri: string | undefined
  readonly state: string | undefined
  readonly uiLocales: string | undefined
}

/** As it is written in an address: it becomes part of two, and an address that is too long is refused before anybody here reads it. */
const LONGEST_STATE = 2_000

/**
 * What an application wants when it sends somebody to sign out → a sealed wish for the page that decides. Nothing has ended when this resolves.
 *
 * @throws AuthError `invalid_parameter` for a hint that is none of ours or of another client, and for an address that is not registered
 */
export const beginLogout = async (deps: BeginLogoutDeps, request: BeginLogout): Promise<string> => {
  const hint = await readHint(deps, request)
  // §2: "the OP MUST verify that the Client Identifier matches the one used as the audience of the ID Token".
  if (hint !== undefined && request.clientId !== undefined && request.clientId !== hint.clientId)
    throw refused('client_id', 'the hint is of another client')
  const clientId = request.clientId ?? hint?.clientId
  const client = clientId === undefined ? undefined : await findClient(deps, clientId)
  if (request.clientId !== undefined && client === undefined) throw refused('client_id', 'unknown client')
  return makeLogoutWish(
    deps.secrets,
    {
      clientId: client?.id,
      hinted: hint && { sessionId: hint.sessionId, userId: hint.userId },
      goOn: addressOf(client, request),
      locale: namedLocale(request.uiLocales?.replaceAll(' ', ',')),
    },
    deps.clock.now(),
  )
}

/** What no client can be called is not looked up: PostgreSQL takes no text with a NUL in it. */
const findClient = async ({ clients }: BeginLogoutDeps, id: string): Promise<Client | undefined> =>
  isClientId(id) ? clients.find(id) : undefined

const readHint = async (
  { logoutHints }: BeginLogoutDeps,
  { idTokenHint }: BeginLogout,
): Promise<LogoutHint | undefined> => {
  if (idTokenHint === undefined) return undefined
  const hint = await logoutHints.read(idTokenHint)
  if (hint === undefined) throw refused('id_token_hint', 'no token of this server')
  return hint
}

/** §3.1: an address is registered to the letter, or it is none. */
const addressOf = (client: Client | undefined, request: BeginLogout): string | undefined => {
  const { postLogoutRedirectUri: uri, state } = request
  if (uri === undefined) return undefined
  if (client === undefined || !client.postLogoutRedirectUris.includes(uri))
    throw refused('post_logout_redirect_uri', 'it is not registered for this client')
  if (state === undefined) return uri
  const written = encodeURIComponent(state)
  if (written.length > LONGEST_STATE) throw refused('state', 'it is too long')
  return `${uri}${uri.includes('?') ? '&' : '?'}state=${written}`
}

const refused = (parameter: string, detail: string): AuthError =>
  new AuthError('invalid_parameter', { parameter, detail })
