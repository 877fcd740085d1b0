import { type AccessTokenMaker, makeAccessToken } from '../../forms/access-token.js'
import { readFastapiToken } from '../../forms/fastapi-token.js'
import { formerTokenHash } from '../../forms/former-token.js'
import type { DjangoAccount } from '../../model/django-account.js'
import type { DjangoAccounts } from '../../ports/django-accounts.js'
import { type ClaimsOfTokenDeps, claimsOfToken } from '../steps/claims-of-token.js'
import type { CurrentSession } from '../steps/current-of.js'
import { type FindFormerSessionDeps, findFormerSession } from './steps/find-former-session.js'
import {
  type ReadDjangoSessionDeps,
  readNamedSession,
  readOpaqueSession,
} from './steps/read-django-session.js'

export interface ReadFastapiSessionDeps
  extends AccessTokenMaker,
    ReadDjangoSessionDeps,
    FindFormerSessionDeps,
    ClaimsOfTokenDeps {
  readonly clock: AccessTokenMaker['clock']
  readonly secrets: AccessTokenMaker['secrets']
  readonly sessions: ReadDjangoSessionDeps['sessions']
  readonly sessionPolicy: ReadDjangoSessionDeps['sessionPolicy']
  readonly djangoAccounts: Pick<DjangoAccounts, 'findById' | 'recall'>
}

/** Who is signed in, and an access JWT of the session: of minutes, for pages and APIs. */
export interface FastapiSession extends CurrentSession {
  readonly account: DjangoAccount
  readonly accessToken: string
}

/**
 * What a frontend of the FastAPI kind shows at each page → who is signed in: our token, or one of the backend before, which opens a
 * session when it is first seen. Undefined when it opens nothing.
 *
 * @throws AuthError `hook_denied`, `hook_failed`
 */
export const readFastapiSession = async (
  deps: ReadFastapiSessionDeps,
  token: string,
): Promise<FastapiSession | undefined> => {
  const current = await findSession(deps, token)
  const account = current && (await deps.djangoAccounts.recall(current.user.id))
  if (current === undefined || account === undefined) return undefined
  const { session, user } = current
  const claims = await claimsOfToken(deps, current)
  return {
    session,
    user,
    account,
    accessToken: makeAccessToken(deps, session, { roles: user.roles, claims }).text,
  }
}

const findSession = async (
  deps: ReadFastapiSessionDeps,
  token: string,
): Promise<CurrentSession | undefined> => {
  const own = readFastapiToken(deps, token)
  if (own !== undefined) return readNamedSession(deps, own.sessionId, 'memory')
  const hash = formerTokenHash(deps.secrets, 'page', token)
  const known = hash && (await readOpaqueSession(deps, hash, 'memory'))
  if (known) return known
  const opened = await findFormerSession(deps, token, { kind: 'page' })
  return opened && readNamedSession(deps, opened.id, 'database')
}
