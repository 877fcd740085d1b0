import { AuthError } from '@latchkey/contract'
import { makeOperatorCookie } from '../../forms/operator-cookie.js'
import { makeSessionCookie } from '../../forms/session-cookie.js'
import { BROWSER_CLIENT } from '../../model/client.js'
import { LONG_AGO } from '../../model/identity.js'
import { ID_RANDOM_BYTES, newSessionId } from '../../model/ids.js'
import type { Locale } from '../../model/locale.js'
import type { Roles } from '../../model/roles.js'
import type { Session } from '../../model/session.js'
import { HOUR } from '../../model/time.js'
import type { User } from '../../model/user.js'
import type { MailRound } from '../../ports/mail-round.js'
import type { Transactions } from '../../ports/storage.js'
import type { OpenBrowserSessionDeps } from '../steps/open-browser-session.js'
import { openSession } from '../steps/open-session.js'
import { tellOwner } from '../steps/tell-owner.js'
import { holdTarget } from './steps/hold-target.js'
import { noteAct } from './steps/note-act.js'
import { type OperatingPerson, ownPermissionsOf } from './steps/operator.js'

export interface ImpersonateUserDeps extends Omit<OpenBrowserSessionDeps, 'unrememberedLimit'> {
  readonly storage: Transactions
  readonly roles: Roles
  readonly impersonation: boolean
  /** Whether people get a message when somebody begins to act as them. */
  readonly tellImpersonated: boolean
  readonly mailRound: MailRound
}

/** A session in which an operator acts as somebody else, and the cookies that carry it and lead back. */
export interface Impersonated {
  readonly session: Session
  readonly cookie: string
  readonly operatorCookie: string
}

const LONGEST = 1 * HOUR

/**
 * Lets an operator act as somebody else, to see what they see: a session of that user's, for an hour at most and never longer than the operator's own,
 * in which nobody has proved who they are. So it is worth nothing where that is asked for. Where the configuration wishes it, the person is told by mail.
 *
 * @param browser with which cookie the operator came
 * @throws AuthError `impersonation_off`, `impersonation_refused`, `target_unknown`, `account_holds_more`
 */
export const impersonateUser = async (
  deps: ImpersonateUserDeps,
  by: OperatingPerson,
  request: {
    readonly id: string
    readonly reason: string
    readonly locale: Locale
    readonly browser: { readonly cookie: string | undefined; readonly userAgent: string | undefined }
  },
): Promise<Impersonated> => {
  if (!deps.impersonation) throw new AuthError('impersonation_off')
  const { cookie: ownCookie, userAgent } = request.browser
  if (ownCookie === undefined) throw refuse('the operator came with a token')
  const { session: own, user: operator } = by.current
  const impersonated = await deps.storage.transaction(async (stores) => {
    const { target } = await holdTarget(deps, stores, { by, id: request.id })
    checkTarget(deps.roles, operator, target)
    const now = deps.clock.now()
    const id = newSessionId(now, deps.secrets.randomHex(ID_RANDOM_BYTES))
    const cookie = makeSessionCookie(deps.secrets, id)
    const session = await openSession(
      { ...deps, sessions: stores.sessions },
      {
        user: target,
        clientId: BROWSER_CLIENT,
        scopes: deps.scopes,
        audience: deps.audiences[0],
        proof: { amr: [], authenticatedAt: LONG_AGO },
        userAgent,
        actor: { userId: operator.id, sessionId: own.id },
        cookie: {
          id,
          secretHash: cookie.secretHash,
          remembered: false,
          lifetime: Math.min(LONGEST, own.expiresAt - now),
        },
      },
    )
    await noteAct(deps, stores, by, {
      action: 'user.impersonated',
      userId: target.id,
      target: session.id,
      reason: request.reason,
    })
    if (deps.tellImpersonated)
      await tellOwner(deps, stores, {
        user: target,
        locale: request.locale,
        intent: { kind: 'opened_by_support' },
      })
    const operatorCookie = makeOperatorCookie(deps.secrets, { cookie: ownCookie, within: id })
    return { session, cookie: cookie.text, operatorCookie }
  })
  if (deps.tellImpersonated) deps.mailRound.soon()
  return impersonated
}

/** @throws AuthError `impersonation_refused` */
const checkTarget = (roles: Roles, operator: Pick<User, 'id'>, target: User): void => {
  if (target.id === operator.id) throw refuse('oneself')
  if (ownPermissionsOf(roles, target).size > 0) throw refuse(`${target.id} is an operator`)
  if (target.suspendedAt !== null) throw refuse(`${target.id} is suspended`)
}

const refuse = (detail: string): AuthError => new AuthError('impersonation_refused', { detail })
