import { readSessionCookie } from '../../forms/session-cookie.js'
import type { Secrets } from '../../ports/secrets.js'
import type { Sessions } from '../../ports/sessions.js'
import { type CurrentOfDeps, type CurrentSession, currentOf } from './current-of.js'

export interface ReadBrowserSessionDeps extends CurrentOfDeps {
  readonly sessions: Pick<Sessions, 'recall' | 'find' | 'touch'>
  readonly secrets: Secrets
}

/** What a session keeps of its cookie; undefined when this is no such cookie. Whether it still opens anything is another question. */
export const cookieHashOf = (secrets: Secrets, cookie: string | undefined): string | undefined =>
  cookie === undefined ? undefined : readSessionCookie(secrets, cookie)?.secretHash

/**
 * Session cookie → session and user; undefined when it opens nothing any more.
 *
 * @param from `memory`: at most as stale as the storage's stated bound, for reading. `database`: for acts that change something
 */
export const readBrowserSession = async (
  deps: ReadBrowserSessionDeps,
  cookie: string | undefined,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> => {
  const form = cookie === undefined ? undefined : readSessionCookie(deps.secrets, cookie)
  if (form === undefined) return undefined
  const session = await (from === 'memory'
    ? deps.sessions.recall(form.sessionId)
    : deps.sessions.find(form.sessionId))
  if (session?.cookieHash == null || !deps.secrets.equal(session.cookieHash, form.secretHash))
    return undefined
  return currentOf(deps, session, from)
}
