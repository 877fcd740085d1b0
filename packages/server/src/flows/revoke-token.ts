import { AuthError } from '@latchkey/contract'
import { readApiKey } from '../forms/api-key.js'
import { readDrfToken } from '../forms/drf-token.js'
import { readRefreshToken } from '../forms/refresh-token.js'
import type { Client } from '../model/client.js'
import { parseSessionId } from '../model/ids.js'
import type { Session } from '../model/session.js'
import type { AccessTokenVerifier } from '../ports/access-token-verifier.js'
import type { Sessions } from '../ports/sessions.js'
import { type EndPresentedKeyDeps, endPresentedKey } from './end-presented-key.js'
import { noteEndedByClient } from './steps/note-ended-by-client.js'
import type { RequireApiKeysDeps } from './steps/require-api-keys.js'

export interface RevokeTokenDeps extends EndPresentedKeyDeps, RequireApiKeysDeps {
  readonly sessions: Sessions
  readonly accessTokens: AccessTokenVerifier
}

/**
 * Revocation (RFC 7009): whichever form of a session is given, the session ends, and all its forms with it.
 * A token that is unknown, forged or already dead is answered like one that was revoked (RFC 7009 §2.2).
 * Tokens of the Django door were issued to no client of the OAuth door, so none may end them here: only their person may.
 * API keys were issued to none either, and any may end them: whoever finds one that leaked can have it ended on the spot.
 *
 * @throws AuthError `refresh_token_client_mismatch` when the token was issued to another client (RFC 7009 §2.1)
 */
export const revokeToken = async (
  deps: RevokeTokenDeps,
  request: { client: Client; token: string },
): Promise<void> => {
  const apiKey = deps.apiKeys && readApiKey(deps.secrets, request.token)
  if (apiKey !== undefined) return endPresentedKey(deps, { hash: apiKey, clientId: request.client.id })
  const session = await sessionOf(deps, request.token)
  if (session === undefined) return
  if (session.clientId !== request.client.id) {
    throw new AuthError('refresh_token_client_mismatch', {
      detail: `${session.id} is of ${session.clientId}`,
    })
  }
  const { id: sessionId, userId, clientId } = session
  const outcome = await deps.storage.transaction(async (stores) => {
    const ended = await stores.sessions.end(sessionId, 'signed_out', deps.clock.now())
    const told = { action: 'session.ended', clientId, userId, sessionId, reason: 'signed_out' } as const
    if (ended === 'ended') await noteEndedByClient(deps, stores, told)
    return ended
  })
  if (outcome === 'ended')
    deps.log.info('session ended', { session: sessionId, user: userId, reason: 'signed_out' })
}

const sessionOf = async (deps: RevokeTokenDeps, token: string): Promise<Session | undefined> => {
  const opaque = readDrfToken(deps.secrets, token)
  if (opaque !== undefined) return deps.sessions.findOpaque(opaque)
  const refreshToken = readRefreshToken(deps.secrets, token)
  if (refreshToken !== undefined) return deps.sessions.find(refreshToken.sessionId)
  const accessToken = await deps.accessTokens.verify(token)
  const sessionId = accessToken && parseSessionId(accessToken.sessionId)
  return sessionId && deps.sessions.find(sessionId)
}
