import { AuthError } from '@latchkey/contract'
import { isApiKeySession } from '../../model/api-key.js'
import { parseSessionId } from '../../model/ids.js'
import type { Roles } from '../../model/roles.js'
import type { Clock } from '../../ports/clock.js'
import type { Sessions } from '../../ports/sessions.js'
import type { Transactions } from '../../ports/storage.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import type { Operator } from './steps/operator.js'

export interface EndLiveSessionDeps {
  readonly sessions: Pick<Sessions, 'find'>
  readonly storage: Transactions
  readonly roles: Roles
  readonly clock: Clock
}

/**
 * Ends a session or an API key of anybody. One that has ended already is fine, and noted once.
 *
 * @param request.what an API key is none of the sessions, and the other way round
 * @throws AuthError `target_unknown`, `account_holds_more`
 */
export const endLiveSession = async (
  deps: EndLiveSessionDeps,
  by: Operator,
  request: { readonly id: string; readonly what: 'session' | 'api_key'; readonly reason: string },
): Promise<void> => {
  const id = parseSessionId(request.id)
  // Whose a session is never changes.
  const session = id && (await deps.sessions.find(id))
  if (session === undefined || isApiKeySession(session) !== (request.what === 'api_key'))
    throw new AuthError('target_unknown')
  await deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: session.userId })
    if ((await stores.sessions.end(session.id, 'revoked', deps.clock.now())) !== 'ended') return
    await noteAct(deps, stores, by, {
      action: request.what === 'api_key' ? 'api_key.ended' : 'session.ended',
      userId: target.id,
      target: session.id,
      reason: request.reason,
    })
  })
}
