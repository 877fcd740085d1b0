import { type AdminClient, FIRST_PARTY_PASSWORD_GRANT, type UpdateClientRequest } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { Clock } from '../../ports/clock.js'
import type { Secrets } from '../../ports/secrets.js'
import type { SecurityEvents } from '../../ports/security-events.js'
import type { Transactions } from '../../ports/storage.js'
import { keepLogoutStream } from '../streams/steps/keep-logout-stream.js'
import { type CheckClientWishDeps, checkClientWish } from './steps/check-client-wish.js'
import { addressesOf, describeClient } from './steps/describe-client.js'
import { type HoldClientDeps, holdClient } from './steps/hold-client.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface UpdateClientDeps extends HoldClientDeps, CheckClientWishDeps {
  readonly storage: Transactions
  readonly secrets: Pick<Secrets, 'randomHex'>
  readonly securityEvents: Pick<SecurityEvents, 'newest'>
  readonly clock: Clock
}

/** Changes scopes and addresses of a client. @throws AuthError `client_configured`, `target_unknown`, `invalid_parameter` */
export const updateClient = async (
  deps: UpdateClientDeps,
  by: Operator,
  { id, patch }: { readonly id: string; readonly patch: UpdateClientRequest },
): Promise<AdminClient> => {
  const position = await deps.securityEvents.newest()
  return deps.storage.transaction(async (stores) => {
    const client = await holdClient(deps, stores, { by, id })
    const { grants, ...checked } = checkClientWish(deps, client.type, {
      scopes: patch.scopes ?? [...client.scopes, ...client.machineScopes],
      postLogoutRedirectUris: patch.postLogoutRedirectUris ?? client.postLogoutRedirectUris,
      backChannelLogoutUri:
        patch.backChannelLogoutUri === undefined ? client.backChannelLogoutUri : patch.backChannelLogoutUri,
    })
    const mayTakePasswords = client.grants.includes(FIRST_PARTY_PASSWORD_GRANT)
    const changed: Client = {
      ...client,
      ...checked,
      grants: grants.filter((grant) => grant !== FIRST_PARTY_PASSWORD_GRANT || mayTakePasswords),
    }
    await stores.clients.replace(changed)
    await keepLogoutStream(deps, stores.logoutStreams, changed, position)
    await noteAct(deps, stores, by, {
      action: 'client.updated',
      target: id,
      detail: { scopes: [...changed.scopes, ...changed.machineScopes], ...addressesOf(changed) },
    })
    return describeClient(changed, { source: 'database', now: deps.clock.now() })
  })
}
