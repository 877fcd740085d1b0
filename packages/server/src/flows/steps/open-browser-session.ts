import { makeSessionCookie } from '../../forms/session-cookie.js'
import { BROWSER_CLIENT } from '../../model/client.js'
import { ID_RANDOM_BYTES, newSessionId } from '../../model/ids.js'
import type { Scopes } from '../../model/scope.js'
import type { Session } from '../../model/session.js'
import type { SessionProof } from '../../model/session-origin.js'
import type { Millis } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { TransactionalStores } from '../../ports/storage.js'
import { type OpenSessionDeps, openSession } from './open-session.js'

export interface OpenBrowserSessionDeps extends Omit<OpenSessionDeps, 'sessions'> {
  readonly scopes: Scopes
  readonly audiences: readonly [string, ...string[]]
  /** How long a session lives whose cookie goes with the browser. */
  readonly unrememberedLimit: Millis
}

/** The browser a session is opened in. */
export interface Browser {
  /** Its session until now, if it had one. */
  readonly session: Session | undefined
  readonly remember: boolean
  readonly userAgent: string | undefined
}

/** A session, whose it is, and the cookie that carries it. */
export interface SignedInBrowser {
  readonly session: Session
  readonly user: User
  readonly cookie: string
}

/**
 * User → session in a browser: a fresh id and a fresh secret at every sign-in, and what the browser held before ends, so that
 * nobody is signed in with what somebody else had put there.
 */
export const openBrowserSession = async (
  deps: OpenBrowserSessionDeps,
  stores: Pick<TransactionalStores, 'sessions'>,
  request: { readonly user: User; readonly browser: Browser; readonly proof: SessionProof },
): Promise<SignedInBrowser> => {
  const { user, browser } = request
  const now = deps.clock.now()
  const { session: former } = browser
  if (former !== undefined) {
    // Of an operator who acts as somebody else the way back goes too.
    if (former.actor !== null) await stores.sessions.end(former.actor.sessionId, 'replaced', now)
    await stores.sessions.end(former.id, 'replaced', now)
  }
  const id = newSessionId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
  const cookie = makeSessionCookie(deps.secrets, id)
  const session = await openSession(
    { ...deps, sessions: stores.sessions },
    {
      user,
      clientId: BROWSER_CLIENT,
      scopes: deps.scopes,
      audience: deps.audiences[0],
      proof: request.proof,
      userAgent: browser.userAgent,
      cookie: {
        id,
        secretHash: cookie.secretHash,
        remembered: browser.remember,
        lifetime: browser.remember ? deps.sessionPolicy.absoluteLimit : deps.unrememberedLimit,
      },
    },
  )
  return { session, user, cookie: cookie.text }
}
