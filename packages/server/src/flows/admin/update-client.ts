import { type AdminClient, FIRST_PARTY_PASSWORD_GRANT, type UpdateClientRequest } from '@latchkey/contract'
import type { Client } from '../../model/client.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { type CheckClientWishDeps, checkClientWish } from './steps/check-client-wish.js'
import { describeClient } from './steps/describe-client.js'
import { type HoldClientDeps, holdClient } from './steps/hold-client.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface UpdateClientDeps extends HoldClientDeps, CheckClientWishDeps {
  readonly storage: Transactions
  readonly clock: Clock
}

/** Changes scopes and addresses of a client. @throws AuthError `client_configured`, `target_unknown`, `invalid_parameter` */
export const updateClient = (
  deps: UpdateClientDeps,
  by: Operator,
  { id, patch }: { readonly id: string; readonly patch: UpdateClientRequest },
): Promise<AdminClient> =>
  deps.storage.transaction(async (stores) => {
    const client = await holdClient(deps, stores, { by, id })
    const { scopes, machineScopes, grants, postLogoutRedirectUris } = checkClientWish(deps, client.type, {
      scopes: patch.scopes ?? [...client.scopes, ...client.machineScopes],
      postLogoutRedirectUris: patch.postLogoutRedirectUris ?? client.postLogoutRedirectUris,
    })
    const mayTakePasswords = client.grants.includes(FIRST_PARTY_PASSWORD_GRANT)
    const changed: Client = {
      ...client,
      scopes,
      machineScopes,
      grants: grants.filter((grant) => grant !== FIRST_PARTY_PASSWORD_GRANT || mayTakePasswords),
      postLogoutRedirectUris,
    }
    await stores.clients.replace(changed)
    await noteAct(deps, stores, by, {
      action: 'client.updated',
      target: id,
      detail: { scopes: [...scopes, ...machineScopes], postLogoutRedirectUris },
    })
    return describeClient(changed, { source: 'database', now: deps.clock.now() })
  })
