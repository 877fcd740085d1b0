import type { ApiKey } from '@latchkey/contract'
import type { ApiKeySession } from '../../model/api-key.js'
import { toMoment } from '../../model/time.js'

/** An API key as its owner sees it, which is all that can be seen of it. */
export const describeApiKey = (session: ApiKeySession): ApiKey => ({
  id: session.id,
  ...session.apiKey,
  scopes: [...session.scopes],
  audience: session.audience,
  createdAt: toMoment(session.createdAt),
  lastUsedAt: session.lastUsedAt === session.createdAt ? null : toMoment(session.lastUsedAt),
  expiresAt: toMoment(session.expiresAt),
})
