import type { ApiKeyList } from '@latchkey/contract'
import type { Log } from '../ports/log.js'
import type { Transactions } from '../ports/storage.js'
import { type ListApiKeysDeps, listApiKeys } from './list-api-keys.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { requireApiKeys } from './steps/require-api-keys.js'

export interface EndApiKeysDeps extends ListApiKeysDeps {
  readonly storage: Transactions
  readonly log: Log
}

/**
 * Ends every API key of a user.
 *
 * @throws AuthError `not_found` where there are none, `not_signed_in` when the session that asks was ended meanwhile
 */
export const endApiKeys = async (deps: EndApiKeysDeps, current: CurrentSession): Promise<ApiKeyList> => {
  requireApiKeys(deps)
  const { user } = current
  const count = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, current)
    const ended = await stores.sessions.endKeysOf(user.id, 'signed_out_elsewhere', deps.clock.now())
    await noteOwnAct(deps, stores, {
      action: 'api_key.ended',
      userId: user.id,
      caller: current.caller,
      by: current.actor,
      detail: { count: ended },
    })
    return ended
  })
  deps.log.info('API keys ended', { user: user.id, count })
  return listApiKeys(deps, user.id)
}
