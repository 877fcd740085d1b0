import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { type HoldClientDeps, holdClient } from './steps/hold-client.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RemoveClientDeps extends HoldClientDeps {
  readonly storage: Transactions
  readonly clock: Clock
}

/** From now on the client is refused; sessions it holds cannot be refreshed. @throws AuthError `client_configured`, `target_unknown` */
export const removeClient = (
  deps: RemoveClientDeps,
  by: Operator,
  { id, reason }: { readonly id: string; readonly reason: string | undefined },
): Promise<void> =>
  deps.storage.transaction(async (stores) => {
    await holdClient(deps, stores, { by, id })
    await stores.clients.remove(id)
    await stores.logoutStreams.end(id)
    await noteAct(deps, stores, by, { action: 'client.removed', target: id, reason })
  })
