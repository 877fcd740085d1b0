import { AuthError } from '@latchkey/contract'
import type { Client } from '../../../model/client.js'
import type { Roles } from '../../../model/roles.js'
import type { TransactionalStores } from '../../../ports/storage.js'
import { type HoldingStores, holdOperator } from './hold-target.js'
import type { Operator } from './operator.js'

export interface HoldClientDeps {
  readonly configuredClients: readonly Client[]
  readonly roles: Roles
}

/** Holds a client that operators may change. @throws AuthError `client_configured`, `target_unknown`, `permission_insufficient` */
export const holdClient = async (
  { configuredClients, roles }: HoldClientDeps,
  stores: HoldingStores & Pick<TransactionalStores, 'clients'>,
  { by, id }: { readonly by: Operator; readonly id: string },
): Promise<Client> => {
  await holdOperator({ roles }, stores, by)
  if (configuredClients.some((client) => client.id === id)) throw new AuthError('client_configured')
  const client = await stores.clients.hold(id)
  if (client === undefined) throw new AuthError('target_unknown')
  return client
}
