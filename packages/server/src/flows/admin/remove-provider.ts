import { AuthError } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import type { LiveProviders } from '../../sign-in/social/live-providers.js'
import { holdOperator } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface RemoveProviderDeps {
  readonly storage: Transactions
  readonly liveProviders: Pick<LiveProviders, 'configured' | 'refresh'>
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * From now on nobody signs in with it. Who is known by an account there stays so, and can again when it is set once more. One that the configuration
 * hides can be removed, too.
 *
 * @throws AuthError `provider_configured`, `target_unknown`
 */
export const removeProvider = async (
  deps: RemoveProviderDeps,
  by: Operator,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> => {
  await deps.storage.transaction(async (stores) => {
    await holdOperator(deps, stores, by)
    await stores.storedProviders.holdAll()
    if ((await stores.storedProviders.remove(id)) === 'unknown')
      throw new AuthError(
        deps.liveProviders.configured.some((provider) => provider.id === id)
          ? 'provider_configured'
          : 'target_unknown',
      )
    await noteAct(deps, stores, by, { action: 'provider.removed', target: id, reason })
  })
  await deps.liveProviders.refresh()
}
