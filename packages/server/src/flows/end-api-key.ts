import { type ApiKeyList, AuthError } from '@latchkey/contract'
import { parseSessionId } from '../model/ids.js'
import type { Log } from '../ports/log.js'
import type { Sessions } from '../ports/sessions.js'
import type { Transactions } from '../ports/storage.js'
import { type ListApiKeysDeps, listApiKeys } from './list-api-keys.js'
import type { CurrentSession } from './steps/current-of.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { requireApiKeys } from './steps/require-api-keys.js'

export interface EndApiKeyDeps extends ListApiKeysDeps {
  readonly sessions: Pick<Sessions, 'find' | 'listKeysOf'>
  readonly storage: Transactions
  readonly log: Log
}

/**
 * Ends one API key of a user. One that has ended already is answered alike.
 *
 * @returns those that are left
 * @throws AuthError `not_found` where there are none, `api_key_unknown` for what is no key of this user, `not_signed_in` when the
 *   session that asks was ended meanwhile
 */
export const endApiKey = async (
  deps: EndApiKeyDeps,
  request: { readonly current: CurrentSession; readonly id: string },
): Promise<ApiKeyList> => {
  const { current } = request
  requireApiKeys(deps)
  const id = parseSessionId(request.id)
  const session = id && (await deps.sessions.find(id))
  if (session?.userId !== current.user.id || session.apiKey === null) throw new AuthError('api_key_unknown')
  const outcome = await deps.storage.transaction(async (stores) => {
    await holdCurrentUser(stores, current)
    const ended = await stores.sessions.end(session.id, 'signed_out_elsewhere', deps.clock.now())
    const { id: target, userId } = session
    if (ended === 'ended')
      await noteOwnAct(deps, stores, {
        action: 'api_key.ended',
        userId,
        target,
        caller: current.caller,
        by: current.actor,
      })
    return ended
  })
  if (outcome === 'ended') deps.log.info('API key ended', { session: session.id, user: session.userId })
  return listApiKeys(deps, current.user.id)
}
