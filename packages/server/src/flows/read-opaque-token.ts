import { isApiKey } from '../forms/api-key.js'
import { type SessionClaimsMaker, sessionClaims } from '../forms/session-claims.js'
import { toDjangoKey } from '../model/django-account.js'
import type { DjangoAccounts } from '../ports/django-accounts.js'
import type { SessionClaims } from '../ports/opaque-token-verifier.js'
import { type ReadDrfTokenDeps, readDrfSession } from './django/read-drf-session.js'
import { type ReadApiKeySessionDeps, readApiKeySession } from './read-api-key-session.js'

export interface ReadOpaqueTokenDeps extends ReadDrfTokenDeps, ReadApiKeySessionDeps, SessionClaimsMaker {
  readonly sessions: ReadDrfTokenDeps['sessions'] & ReadApiKeySessionDeps['sessions']
  readonly secrets: ReadDrfTokenDeps['secrets']
  /** Whether there is a door that gives tokens of 40 hex digits. */
  readonly drfTokens: boolean
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
  const current = await readSession(deps, token)
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

const readSession = async (deps: ReadOpaqueTokenDeps, token: string) => {
  if (isApiKey(token)) return readApiKeySession(deps, token)
  return deps.drfTokens ? readDrfSession(deps, token) : undefined
}
