import {
  AuthError,
  type ClientWithSecret,
  type CreateClientRequest,
  FIRST_PARTY_PASSWORD_GRANT,
} from '@latchkey/contract'
import { type Client, OWN_CLIENTS } from '../../model/client.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { RequestClaim } from '../../ports/kept-answers.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import type { Transactions } from '../../ports/storage.js'
import { keepLogoutStream } from '../streams/steps/keep-logout-stream.js'
import { type CheckClientWishDeps, checkClientWish } from './steps/check-client-wish.js'
import { addressesOf, describeClient } from './steps/describe-client.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'
import { settleRequest } from './steps/settle-request.js'

export interface CreateClientDeps extends CheckClientWishDeps {
  readonly configuredClients: readonly Client[]
  readonly storage: Transactions
  readonly roles: Roles
  readonly secrets: Secrets
  readonly securityEvents: Pick<SecurityEvents, 'newest'>
  readonly clock: Clock
}

export const CLIENT_SECRET_BYTES = 32

/**
 * Makes a client. Its secret is in this answer and nowhere else. It may not take passwords: only the configuration allows that (RFC 9700 §2.4).
 *
 * @throws AuthError `client_taken`, `client_configured`, `invalid_parameter`
 */
export const createClient = async (
  deps: CreateClientDeps,
  by: Operator,
  { wish, claim }: { readonly wish: CreateClientRequest; readonly claim: RequestClaim | undefined },
): Promise<ClientWithSecret> => {
  const { id, type, scopes = deps.scopes, postLogoutRedirectUris = [], backChannelLogoutUri = null } = wish
  const checked = checkClientWish(deps, type, { scopes, postLogoutRedirectUris, backChannelLogoutUri })
  if (deps.configuredClients.some((client) => client.id === id))
    throw new AuthError('client_configured', { parameter: 'id' })
  if (OWN_CLIENTS.has(id)) throw new AuthError('client_taken', { parameter: 'id' })
  const secret = type === 'public' ? null : deps.secrets.randomHex(CLIENT_SECRET_BYTES)
  const client: Client = {
    ...checked,
    id,
    type,
    grants: checked.grants.filter((grant) => grant !== FIRST_PARTY_PASSWORD_GRANT),
    secretHashes: secret === null ? [] : [deps.secrets.hash(secret)],
    retiringSecret: null,
  }
  const now = deps.clock.now()
  const position = await deps.securityEvents.newest()
  return deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    if ((await stores.clients.add(client, now)) === 'taken')
      throw new AuthError('client_taken', { parameter: 'id' })
    await keepLogoutStream(deps, stores.logoutStreams, client, position)
    await noteAct(deps, stores, by, {
      action: 'client.created',
      target: id,
      detail: { type, scopes: [...client.scopes, ...client.machineScopes], ...addressesOf(client) },
    })
    const body: ClientWithSecret = { client: describeClient(client, { source: 'database', now }), secret }
    await settleRequest(deps, stores, { claim, body })
    return body
  })
}
