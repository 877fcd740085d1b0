import type { IntrospectionResponse } from '@latchkey/contract'
import { readRefreshToken } from '../forms/refresh-token.js'
import { actOf } from '../forms/session-claims.js'
import type { Client } from '../model/client.js'
import { parseSessionId } from '../model/ids.js'
import { formatScope } from '../model/scope.js'
import { livenessOf, type Session } from '../model/session.js'
import { toNumericDate } from '../model/time.js'
import type { AccessTokenVerifier } from '../ports/access-token-verifier.js'
import type { OpaqueTokenVerifier } from '../ports/opaque-token-verifier.js'
import { type ReadSessionCookieDeps, readSessionCookie } from './read-session-cookie.js'

export interface IntrospectTokenDeps extends ReadSessionCookieDeps {
  readonly accessTokens: AccessTokenVerifier
  /** Undefined: no door gives any. */
  readonly opaqueTokens: OpaqueTokenVerifier | undefined
}

const INACTIVE: IntrospectionResponse = { active: false }

/**
 * Introspection (RFC 7662). An access token, JWT or opaque, may be asked about by any confidential client: that is what an API is to us. So may
 * the cookie of the browser door, which says by its type that it is no token, and what its pages must show beside it.
 * A refresh token concerns nobody but the client that holds it; to others it does not exist.
 */
export const introspectToken = async (
  deps: IntrospectTokenDeps,
  request: { client: Client; token: string },
): Promise<IntrospectionResponse> => {
  const { token } = request
  if (token.startsWith('lkrt_')) return introspectRefreshToken(deps, request)
  if (token.startsWith('lkck_')) return introspectSessionCookie(deps, token)
  return token.includes('.') ? introspectAccessToken(deps, token) : introspectOpaqueToken(deps, token)
}

/** It says nothing itself, so the answer has everything an API would have read in a JWT. */
const introspectOpaqueToken = async (
  { opaqueTokens }: IntrospectTokenDeps,
  token: string,
): Promise<IntrospectionResponse> => {
  const claims = await opaqueTokens?.check(token)
  return claims === undefined ? INACTIVE : { active: true, token_type: 'Bearer', ...claims }
}

const introspectSessionCookie = async (
  deps: IntrospectTokenDeps,
  cookie: string,
): Promise<IntrospectionResponse> => {
  const found = await readSessionCookie(deps, cookie)
  if (found === undefined) return INACTIVE
  return { active: true, token_type: 'session_cookie', ...found.claims, csrf_token: found.csrfToken }
}

const introspectAccessToken = async (
  deps: IntrospectTokenDeps,
  text: string,
): Promise<IntrospectionResponse> => {
  const token = await deps.accessTokens.verify(text)
  const session = token && (await liveSession(deps, token.sessionId))
  if (token === undefined || session === undefined) return INACTIVE
  return {
    active: true,
    token_type: 'Bearer',
    iss: deps.issuer,
    sub: token.userId,
    sid: token.sessionId,
    client_id: token.clientId,
    scope: formatScope(token.scopes),
    aud: typeof token.audience === 'string' ? token.audience : [...token.audience],
    exp: token.expiresAt,
    iat: token.issuedAt,
    jti: token.jti,
    ...actOf(session),
  }
}

const introspectRefreshToken = async (
  deps: IntrospectTokenDeps,
  request: { client: Client; token: string },
): Promise<IntrospectionResponse> => {
  const token = readRefreshToken(deps.secrets, request.token)
  const session = token && (await liveSession(deps, token.sessionId))
  if (token === undefined || session === undefined || session.clientId !== request.client.id) return INACTIVE
  if (session.generation !== token.generation) return INACTIVE
  return {
    active: true,
    token_type: 'refresh_token',
    iss: deps.issuer,
    sub: session.userId,
    sid: session.id,
    client_id: session.clientId,
    scope: formatScope(session.scopes),
    exp: toNumericDate(Math.min(session.expiresAt, session.lastUsedAt + deps.sessionPolicy.idleLimit)),
    iat: toNumericDate(session.rotatedAt ?? session.createdAt),
  }
}

const liveSession = async (deps: IntrospectTokenDeps, id: string): Promise<Session | undefined> => {
  const sessionId = parseSessionId(id)
  const session = sessionId && (await deps.sessions.recall(sessionId))
  return session && livenessOf(session, deps.sessionPolicy, deps.clock.now()) === 'live' ? session : undefined
}
