import type { SessionId } from '../../../model/ids.js'
import type { Sessions } from '../../../ports/sessions.js'
import { type CurrentOfDeps, type CurrentSession, currentOf } from '../../steps/current-of.js'

export interface ReadDjangoSessionDeps extends CurrentOfDeps {
  readonly sessions: Pick<Sessions, 'recall' | 'find' | 'recallOpaque' | 'findOpaque' | 'touch'>
}

/**
 * Opaque token → session and user; undefined when it opens nothing any more.
 *
 * @param hash of the token
 * @param from `memory`: at most as stale as the storage's stated bound, for reading. `database`: for acts that change something
 */
export const readOpaqueSession = async (
  deps: ReadDjangoSessionDeps,
  hash: string,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> =>
  currentOf(
    deps,
    await (from === 'memory' ? deps.sessions.recallOpaque(hash) : deps.sessions.findOpaque(hash)),
    from,
  )

/** A session that a token of ours names → session and user; undefined when it opens nothing any more. */
export const readNamedSession = async (
  deps: ReadDjangoSessionDeps,
  id: SessionId,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> =>
  currentOf(deps, await (from === 'memory' ? deps.sessions.recall(id) : deps.sessions.find(id)), from)
