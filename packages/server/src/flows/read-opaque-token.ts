import { sessionClaims } from '../forms/session-claims.js'
import { toDjangoKey } from '../model/django-account.js'
import type { DjangoAccounts } from '../ports/django-accounts.js'
import type { SessionClaims } from '../ports/opaque-token-verifier.js'
import { type ReadDrfTokenDeps, readDrfSession } from './django/read-drf-session.js'

export interface ReadOpaqueTokenDeps extends ReadDrfTokenDeps {
  readonly issuer: string
  readonly djangoAccounts: Pick<DjangoAccounts, 'recall'>
}

/**
 * Opaque access token → what an access JWT of its session would say; undefined when it opens nothing any more. Ends are seen at once
 * in this process, elsewhere within the storage's stated bound.
 */
export const readOpaqueToken = async (
  deps: ReadOpaqueTokenDeps,
  token: string,
): Promise<SessionClaims | undefined> => {
  const current = await readDrfSession(deps, token)
  if (current === undefined) return undefined
  const { session, user } = current
  const account = await deps.djangoAccounts.recall(user.id)
  return {
    ...sessionClaims(deps, session, {
      roles: user.roles,
      issuedAt: session.createdAt,
      expiresAt: session.expiresAt,
    }),
    ...(account !== undefined && { user_id: toDjangoKey(account) }),
  }
}
