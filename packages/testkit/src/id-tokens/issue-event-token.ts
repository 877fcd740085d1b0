import { randomUUID } from 'node:crypto'
import { refuseProduction } from '../refuse-production.js'
import type { OidcTwin } from '../twin.js'
import { deviatingClaims, type IdTokenDeviation } from './id-token-deviation.js'
import { signIdToken } from './sign-id-token.js'

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout'
const LOGOUT_LIFETIME_IN_SECONDS = 120

/**
 * Makes a valid logout token about a person (OIDC Back-Channel Logout 1.0 §2.4), but for the deviation.
 *
 *     { "iss": "http://localhost:4100", "aud": "latchkey-development", "sub": "1…", "iat": 1790000000, "exp": 1790000120,
 *       "jti": "…", "events": { "http://schemas.openid.net/event/backchannel-logout": {} } }
 */
export const issueLogoutToken = async <P>(
  twin: OidcTwin<P>,
  deviation: IdTokenDeviation<P>,
): Promise<string> => {
  refuseProduction()
  const { iss, aud, sub, iat } = deviatingClaims(twin, { ...deviation, claims: {} })
  const claims = {
    iss,
    aud,
    sub,
    iat,
    exp: Number(iat) + LOGOUT_LIFETIME_IN_SECONDS,
    jti: randomUUID(),
    events: { [LOGOUT_EVENT]: {} },
    ...(deviation.nonce !== undefined && { nonce: deviation.nonce }),
    ...deviation.claims,
  }
  return signIdToken(await twin.keys.current(), claims, { typ: 'logout+jwt', ...deviation.header })
}

/**
 * Makes a valid security event token about a person (RFC 8417, SSF 1.0 §4), but for the deviation.
 *
 * @param events by their URIs
 */
export const issueSecurityEvent = async <P>(
  twin: OidcTwin<P>,
  events: Readonly<Record<string, unknown>>,
  deviation: IdTokenDeviation<P>,
): Promise<string> => {
  refuseProduction()
  const { iss, aud, sub, iat } = deviatingClaims(twin, { ...deviation, claims: {} })
  const subject = { format: 'iss_sub', iss, sub }
  const claims = { iss, aud, iat, jti: randomUUID(), sub_id: subject, events, ...deviation.claims }
  return signIdToken(await twin.keys.current(), claims, { typ: 'secevent+jwt', ...deviation.header })
}
