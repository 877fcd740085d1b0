import { djangoSessionHash } from '../forms/django-session-cookie.js'
import { drfTokenHash } from '../forms/drf-token.js'
import { DJANGO_CLIENT } from '../model/client.js'
import { LONG_AGO } from '../model/identity.js'
import { ID_RANDOM_BYTES, newSessionId, type UserId } from '../model/ids.js'
import type { Scopes } from '../model/scope.js'
import type { Millis } from '../model/time.js'
import type { FormerSession } from '../ports/imports.js'
import type { Secrets } from '../ports/secrets.js'
import type { ImportedSession } from './imported-user.js'

/** What sessions of a former backend may do. */
export interface SessionShape {
  readonly scopes: Scopes
  readonly audience: string
}

/** Tokens of Django REST framework never end. */
const NEVER: Millis = Date.UTC(9999, 0, 1)

/** A session of a former backend as one of ours. How the person proved who they are is not known. */
export const makeSession = (
  given: { readonly secrets: Secrets; readonly sessionShape: SessionShape; readonly now: Millis },
  userId: UserId,
  session: ImportedSession,
): FormerSession => {
  const { secrets, sessionShape, now } = given
  const { form, createdAt, expiresAt } = session
  const end = expiresAt ?? NEVER
  return {
    id: newSessionId(now, secrets.randomHex(ID_RANDOM_BYTES)),
    userId,
    clientId: DJANGO_CLIENT,
    scopes: sessionShape.scopes,
    audience: sessionShape.audience,
    amr: [],
    authenticatedAt: LONG_AGO,
    createdAt,
    lastUsedAt: now,
    expiresAt: end,
    generation: 0,
    rotatedAt: null,
    endedAt: null,
    endReason: null,
    cookieHash: null,
    remembered: false,
    userAgent: null,
    form,
    opaqueHash: sessionHash(secrets, session),
    apiKey: null,
    actor: null,
    // It is over when the backend would have ended it, and not before.
    idleLimit: end,
  }
}

/** By which a session is known here, whoever's it is. */
export const sessionHash = (secrets: Secrets, { form, text }: ImportedSession): string =>
  form === 'drf_token' ? drfTokenHash(secrets, text) : djangoSessionHash(secrets, text)
