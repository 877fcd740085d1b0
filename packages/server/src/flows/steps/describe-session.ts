import type { ListedSession } from '@latchkey/contract'
import { BROWSER_CLIENT } from '../../model/client.js'
import type { Session } from '../../model/session.js'
import { toMoment } from '../../model/time.js'
import type { UserAgents } from '../../ports/user-agents.js'

/** A session as its owner sees it. */
export const describeSession = (
  { userAgents }: { readonly userAgents: UserAgents },
  session: Session,
): Omit<ListedSession, 'current'> => ({
  id: session.id,
  // What an operator works with is their own.
  ...userAgents.describe(session.actor === null ? session.userAgent : null),
  client: session.clientId === BROWSER_CLIENT ? null : session.clientId,
  bySupport: session.actor !== null,
  createdAt: toMoment(session.createdAt),
  lastUsedAt: toMoment(session.lastUsedAt),
  expiresAt: toMoment(session.expiresAt),
})
