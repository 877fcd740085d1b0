import type { EndedCount } from '@latchkey/contract'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Transactions } from '../../ports/storage.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface EndUserSessionsDeps {
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/** Ends every session of somebody; API keys go on, which have a list of their own. @throws AuthError `target_unknown`, `account_holds_more` */
export const endUserSessions = (
  deps: EndUserSessionsDeps,
  by: Operator,
  request: { readonly id: string; readonly reason: string },
): Promise<EndedCount> =>
  deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    const ended = await stores.sessions.endSignInsOf(target.id, null, 'revoked', deps.clock.now())
    await noteAct(deps, stores, by, {
      action: 'session.ended',
      userId: target.id,
      reason: request.reason,
      detail: { ended },
    })
    return { ended }
  })
