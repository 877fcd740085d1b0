import { readSimpleRefreshToken } from '../../forms/simple-jwt.js'
import { DJANGO_CLIENT } from '../../model/client.js'
import type { DjangoAccount } from '../../model/django-account.js'
import { parseSessionId } from '../../model/ids.js'
import type { AccessTokenVerifier } from '../../ports/access-token-verifier.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import type { CurrentSession } from '../steps/current-of.js'
import { type FindFormerSessionDeps, findFormerSession } from './steps/find-former-session.js'
import { type ReadDjangoSessionDeps, readNamedSession } from './steps/read-django-session.js'

export interface ReadSimpleJwtDeps extends Omit<FindFormerSessionDeps, 'sessions' | 'djangoAccounts'> {
  readonly sessions: ReadDjangoSessionDeps['sessions'] & FindFormerSessionDeps['sessions']
  readonly accounts: ReadDjangoSessionDeps['accounts']
  readonly roles: ReadDjangoSessionDeps['roles']
  readonly impersonation: boolean
  readonly djangoAccounts: Pick<DjangoAccounts, 'findById' | 'recall'>
  readonly accessTokens: AccessTokenVerifier
}

/** Who shows an access JWT; or what is wrong with it. */
export type ReadSimpleJwt =
  | { readonly outcome: 'current'; readonly current: CurrentSession; readonly account: DjangoAccount }
  | { readonly outcome: 'wrong_type' | 'invalid' | 'user_gone' }

/**
 * Access JWT → session, user and account: ours, or one of the backend before, which opens a session when it is first seen.
 *
 * @param from `memory` for reading, `database` for acts that change something
 */
export const readSimpleJwt = async (
  deps: ReadSimpleJwtDeps,
  token: string,
  from: 'memory' | 'database',
): Promise<ReadSimpleJwt> => {
  if (readSimpleRefreshToken(deps, token) !== undefined) return { outcome: 'wrong_type' }
  const current = (await readOwnSimpleJwt(deps, token, from)) ?? (await readFormer(deps, token, from))
  if (current === undefined) return { outcome: 'invalid' }
  const account = await deps.djangoAccounts.recall(current.user.id)
  return account === undefined ? { outcome: 'user_gone' } : { outcome: 'current', current, account }
}

/**
 * Access JWT of a session that was opened at this door → session and user. Those of other applications are for the APIs they were
 * given for: here they could change a password.
 */
export const readOwnSimpleJwt = async (
  deps: ReadSimpleJwtDeps,
  token: string,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> => {
  const own = await deps.accessTokens.verify(token)
  const sessionId = own === undefined ? undefined : parseSessionId(own.sessionId)
  const current = sessionId && (await readNamedSession(deps, sessionId, from))
  return current?.session.clientId === DJANGO_CLIENT ? current : undefined
}

const readFormer = async (
  deps: ReadSimpleJwtDeps,
  token: string,
  from: 'memory' | 'database',
): Promise<CurrentSession | undefined> => {
  const opened = await findFormerSession(deps, token, { kind: 'access' })
  return opened && readNamedSession(deps, opened.id, from)
}
