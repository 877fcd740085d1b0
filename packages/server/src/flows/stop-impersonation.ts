import { AuthError } from '@latchkey/contract'
import { readOperatorCookie } from '../forms/operator-cookie.js'
import { readSessionCookie } from '../forms/session-cookie.js'
import type { Caller } from '../model/caller.js'
import type { Session, SessionActor } from '../model/session.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { type ReadBrowserSessionDeps, readBrowserSession } from './steps/read-browser-session.js'

export interface StopImpersonationDeps extends ReadBrowserSessionDeps {
  readonly storage: Transactions
}

/** What became of a session in which an operator acted as somebody else. */
export interface StoppedImpersonation {
  /** Whether this request ended it: a session is left once, and what led back leads back once. */
  readonly ended: boolean
  /** The operator's own session with its cookie, where it opens something still. */
  readonly own: (CurrentSession & { readonly cookie: string }) | undefined
}

/**
 * Ends the session in which an operator acts as somebody else, and gives the operator's own back. It may have run out meanwhile: the way back is
 * open all the same.
 *
 * @throws AuthError `not_signed_in` when nobody acts as anybody in this browser
 */
export const stopImpersonation = async (
  deps: StopImpersonationDeps,
  request: {
    readonly cookie: string | undefined
    readonly operatorCookie: string | undefined
    readonly caller: Caller
  },
): Promise<StoppedImpersonation> => {
  const session = await findImpersonated(deps, request.cookie)
  if (session === undefined) throw new AuthError('not_signed_in', { detail: 'nobody acts as anybody here' })
  const now = deps.clock.now()
  const ended = await deps.storage.transaction(async (stores) => {
    const outcome = await stores.sessions.end(session.id, 'impersonation_over', now)
    if (outcome === 'ended')
      await stores.audit.note({
        action: 'session.ended',
        actor: { kind: 'operator', id: session.actor.userId },
        userId: session.userId,
        target: session.id,
        refusal: null,
        caller: request.caller,
        detail: { impersonation: true },
        occurredAt: now,
      })
    return outcome === 'ended'
  })
  if (!ended) return { ended, own: undefined }
  const cookie = readOperatorCookie(deps.secrets, request.operatorCookie, session.id)
  const own = await readBrowserSession(deps, cookie, 'database')
  // Nobody else's, whatever the browser keeps.
  if (cookie === undefined || own?.session.id !== session.actor.sessionId) return { ended, own: undefined }
  return { ended, own: { ...own, cookie } }
}

/** The session of a cookie in which somebody acts as its user, over or not. */
const findImpersonated = async (
  { secrets, sessions }: StopImpersonationDeps,
  cookie: string | undefined,
): Promise<(Session & { readonly actor: SessionActor }) | undefined> => {
  const form = cookie === undefined ? undefined : readSessionCookie(secrets, cookie)
  const session = form && (await sessions.find(form.sessionId))
  if (form === undefined || session?.cookieHash == null || session.actor === null) return undefined
  if (!secrets.equal(session.cookieHash, form.secretHash)) return undefined
  return { ...session, actor: session.actor }
}
