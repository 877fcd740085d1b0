import { type JwtFailure, type JwtRefused, verifyEventToken, verifyJwt } from '@latchkey/guard'
import { DAY, SECOND } from '../model/time.js'
import type { Clock } from '../ports/clock.js'
import type { EventTokenCheck, ProviderEventVerifier } from '../ports/provider-event-verifier.js'
import type { ProviderKeys } from './provider-keys.js'
import { CLOCK_TOLERANCE, rememberUntil, trustIn } from './provider-tokens.js'

/** Security events have no end of their own (SSF 1.0 §4.1.7). Longer than any sender tries again. */
const OLDEST = 7 * DAY
const TOO_OLD = 'it is older than seven days'

/** OIDC Back-Channel Logout 1.0 §2.4 recommends a type of its own and does not require it. */
const LOGOUT_TYPES = ['logout+jwt', 'jwt', '']
/** So do senders that are older than SSF 1.0 §4.1.1. What has `events` is neither an ID token nor an access token. */
const EVENT_TYPES = ['secevent+jwt', 'jwt', '']

const faults: Partial<Record<JwtFailure, Extract<EventTokenCheck, { ok: false }>['fault']>> = {
  'keys-unreachable': 'unreachable',
  'key-unknown': 'key',
  signature: 'key',
  issuer: 'issuer',
  audience: 'audience',
}

/** What providers tell of by themselves, through the guard's verification. */
export const providerEventVerifier = (clock: Clock, keysOf: ProviderKeys): ProviderEventVerifier => ({
  verifyLogoutToken: async (token, expectation) => {
    const result = await verifyJwt(token, {
      ...trustIn(keysOf, expectation),
      typ: LOGOUT_TYPES,
      clock: () => clock.now(),
      clockTolerance: CLOCK_TOLERANCE,
    })
    if (!result.ok) return refused(result)
    const { exp, iat, jti: id, events } = result.payload
    if (iat === undefined) return wrong('iat is missing')
    if (typeof id !== 'string' || id === '') return wrong('jti must be a text')
    if (!isMembers(events)) return wrong('events must be an object')
    const issuedAt = Math.floor(iat * SECOND)
    const tooOld = issuedAt + OLDEST
    if (tooOld < clock.now()) return wrong(TOO_OLD)
    // `exp` may be any number, and what was spent is kept until then.
    const expiresAt = rememberUntil(Math.min(exp * SECOND, tooOld))
    return { ok: true, id, events, claims: result.payload, issuedAt, expiresAt }
  },

  verifySecurityEvent: async (token, expectation) => {
    const result = await verifyEventToken(token, {
      ...trustIn(keysOf, expectation),
      types: EVENT_TYPES,
    })
    if (!result.ok) return refused(result)
    const { id, events, payload: claims, issuedAt: iat } = result
    const issuedAt = Math.floor(iat * SECOND)
    if (issuedAt > clock.now() + CLOCK_TOLERANCE) return wrong('iat lies ahead of the clock here')
    // What is older may have been forgotten, and would count a second time.
    if (issuedAt + OLDEST < clock.now()) return wrong(TOO_OLD)
    return { ok: true, id, events, claims, issuedAt, expiresAt: rememberUntil(issuedAt + OLDEST) }
  },
})

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (detail: string): EventTokenCheck => ({ ok: false, fault: 'token', detail })

const refused = ({ failure, detail, cause }: JwtRefused): EventTokenCheck => ({
  ok: false,
  fault: faults[failure] ?? 'token',
  detail,
  cause,
})
