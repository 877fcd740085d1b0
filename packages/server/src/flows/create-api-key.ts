import { AuthError, type CreateApiKeyRequest, type CreatedApiKey } from '@latchkey/contract'
import { makeApiKey } from '../forms/api-key.js'
import { isApiKeySession } from '../model/api-key.js'
import { API_KEY_CLIENT } from '../model/client.js'
import { LONG_AGO } from '../model/identity.js'
import type { Locale } from '../model/locale.js'
import type { Log } from '../ports/log.js'
import type { MailRound } from '../ports/mail-round.js'
import type { Transactions } from '../ports/storage.js'
import type { CurrentSession } from './steps/current-of.js'
import { describeApiKey } from './steps/describe-api-key.js'
import { holdCurrentUser } from './steps/hold-current-user.js'
import { type LiveKeysDeps, liveKeysOf } from './steps/live-keys-of.js'
import { noteOwnAct } from './steps/note-own-act.js'
import { type OpenSessionDeps, openSession } from './steps/open-session.js'
import { readApiKeyWish } from './steps/read-api-key-wish.js'
import { type RequireApiKeysDeps, requireApiKeys } from './steps/require-api-keys.js'
import { requireRecentSignIn } from './steps/require-recent-sign-in.js'
import { type ThrottlingDeps, takeThrottles } from './steps/take-throttles.js'
import { tellOwner } from './steps/tell-owner.js'

export interface CreateApiKeyDeps
  extends LiveKeysDeps,
    RequireApiKeysDeps,
    ThrottlingDeps,
    Omit<OpenSessionDeps, 'sessions'> {
  readonly storage: Transactions
  readonly mailRound: MailRound
  readonly log: Log
}

/**
 * Makes an API key: a session of its own, that says of no sign-in how or when it was. The owner is told by mail. The key is in this
 * answer and nowhere else: what is kept is its hash.
 *
 * @throws AuthError `not_found` where there are none, `recent_sign_in_needed`, `missing_parameter`, `invalid_parameter`,
 *   `too_many_attempts`, `api_key_limit_reached`, `not_signed_in` when the session was ended meanwhile
 */
export const createApiKey = async (
  deps: CreateApiKeyDeps,
  request: {
    readonly current: CurrentSession
    readonly asked: CreateApiKeyRequest
    readonly locale: Locale
  },
): Promise<CreatedApiKey> => {
  const { current, asked, locale } = request
  const settings = requireApiKeys(deps)
  requireRecentSignIn(deps, current.session)
  const { name, scopes, audience, lifetime } = readApiKeyWish(settings, asked)
  await takeThrottles(deps, { apiKeysOfUser: current.user.id })

  const { text, hash, hint } = makeApiKey(deps.secrets)
  const session = await deps.storage.transaction(async (stores) => {
    // Of two who make the last one the second waits here, and finds it made.
    const user = await holdCurrentUser(stores, current)
    const others = await liveKeysOf(deps, stores.sessions, user.id)
    if (others.length >= settings.mostPerUser)
      throw new AuthError('api_key_limit_reached', { detail: user.id })
    await tellOwner(deps, stores, { user, locale, intent: { kind: 'api_key_created', hint } })
    const made = await openSession(
      { ...deps, sessions: stores.sessions },
      {
        user,
        clientId: API_KEY_CLIENT,
        scopes,
        audience,
        proof: { amr: [], authenticatedAt: LONG_AGO },
        opaque: { hash, idleLimit: lifetime, lifetime },
        apiKey: { name, hint },
      },
    )
    await noteOwnAct(deps, stores, {
      action: 'api_key.created',
      userId: user.id,
      target: made.id,
      caller: current.caller,
      by: current.actor,
      detail: { name, scopes },
    })
    return made
  })
  deps.mailRound.soon()
  deps.log.info('API key made', { user: session.userId, session: session.id })
  if (!isApiKeySession(session)) throw new TypeError('The session of an API key says of none.')
  return { key: text, apiKey: describeApiKey(session) }
}
