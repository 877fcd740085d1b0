import type { AdminApiKey, AdminSession } from '@latchkey/contract'
import type { ApiKeySession } from '../../../model/api-key.js'
import { LONG_AGO } from '../../../model/identity.js'
import type { Session } from '../../../model/session.js'
import { toMoment } from '../../../model/time.js'
import type { User } from '../../../model/user.js'
import type { UserAgents } from '../../../ports/user-agents.js'
import { describeApiKey } from '../../steps/describe-api-key.js'

/** Whose it is, as far as a list has to say. */
export const describeOwner = (
  id: string,
  user: Pick<User, 'name' | 'email'> | undefined,
): AdminSession['user'] => ({ id, name: user?.name ?? null, email: user?.email ?? null })

/** A session as operators see it. */
export const describeLiveSession = (
  { userAgents }: { readonly userAgents: UserAgents },
  session: Session,
  owner: User | undefined,
): AdminSession => ({
  id: session.id,
  user: describeOwner(session.userId, owner),
  client: session.clientId,
  actor: session.actor?.userId ?? null,
  ...userAgents.describe(session.userAgent),
  amr: [...session.amr],
  authenticatedAt: session.authenticatedAt === LONG_AGO ? null : toMoment(session.authenticatedAt),
  createdAt: toMoment(session.createdAt),
  lastUsedAt: toMoment(session.lastUsedAt),
  expiresAt: toMoment(session.expiresAt),
})

/** An API key as operators see it. */
export const describeLiveKey = (session: ApiKeySession, owner: User | undefined): AdminApiKey => ({
  ...describeApiKey(session),
  user: describeOwner(session.userId, owner),
})
