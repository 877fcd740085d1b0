import { type SignOutDeps, signOut } from '../sign-out.js'
import { type ReadHeldSessionsDeps, readHeldSessions } from './steps/read-held-sessions.js'

export type SignOutCookieDeps = SignOutDeps & ReadHeldSessionsDeps

/** Ends every session that a browser holds in cookies `sessionid`: nothing it could send opens anything when this resolves. */
export const signOutCookie = async (
  deps: SignOutCookieDeps,
  sessionKeys: readonly string[],
): Promise<void> => {
  for (const held of await readHeldSessions(deps, sessionKeys, 'database')) await signOut(deps, held)
}
