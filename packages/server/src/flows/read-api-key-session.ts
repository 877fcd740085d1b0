import { readApiKey } from '../forms/api-key.js'
import type { Secrets } from '../ports/secrets.js'
import type { Sessions } from '../ports/sessions.js'
import { type CurrentOfDeps, type CurrentSession, currentOf } from './steps/current-of.js'
import type { RequireApiKeysDeps } from './steps/require-api-keys.js'

export interface ReadApiKeySessionDeps extends CurrentOfDeps, RequireApiKeysDeps {
  readonly sessions: Pick<Sessions, 'recallOpaque' | 'recall' | 'find' | 'touch'>
  readonly secrets: Pick<Secrets, 'hash'>
}

/**
 * API key → its session and its owner, with as much of either as keys may carry by now; undefined when it opens nothing any more. A text
 * whose checksum does not fit is looked up nowhere.
 */
export const readApiKeySession = async (
  deps: ReadApiKeySessionDeps,
  text: string,
): Promise<CurrentSession | undefined> => {
  const { apiKeys, clock, sessions } = deps
  const hash = apiKeys && readApiKey(deps.secrets, text)
  if (hash === undefined) return undefined
  const current = await currentOf(deps, await sessions.recallOpaque(hash), 'memory')
  if (current === undefined || !apiKeys?.audiences.includes(current.session.audience)) return undefined
  const { session, user } = current
  // That a key was used at all is worth knowing at once.
  if (session.lastUsedAt === session.createdAt) sessions.touch(session.id, clock.now())
  return {
    // What the configuration has taken away since is taken from the keys there are.
    session: { ...session, scopes: session.scopes.filter((scope) => apiKeys.scopes.includes(scope)) },
    user: apiKeys.carriesRoles ? user : { ...user, roles: [] },
  }
}
