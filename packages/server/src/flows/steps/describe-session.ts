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
  ...userAgents.describe(session.userAgent),
  client: session.clientId === BROWSER_CLIENT ? null : session.clientId,
  createdAt: toMoment(session.createdAt),
  lastUsedAt: toMoment(session.lastUsedAt),
  expiresAt: toMoment(session.expiresAt),
})
