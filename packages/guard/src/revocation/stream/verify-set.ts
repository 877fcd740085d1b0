import type { JwtFailure } from '../../jwt/jwt-failure.js'
import { verifyEventToken } from '../../jwt/verify-event-token.js'
import { SECOND } from '../../time.js'
import type { EventStream } from './event-stream.js'
import type { Transmitter } from './transmitter.js'

/** What a security event token says (RFC 8417 §2.2), verified. */
export interface SecurityEventToken {
  readonly id: string
  /** Milliseconds since the epoch. */
  readonly issuedAt: number
  /** `sub_id`, as it came. */
  readonly subject: unknown
  readonly events: Readonly<Record<string, unknown>>
}

/** One that was not accepted, in the words of RFC 8935 §2.4; `later` for one that cannot be judged now. */
export interface SetRefused {
  readonly ok: false
  readonly error: 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience' | 'later'
  readonly detail: string
}

const MAX_LENGTH = 64 * 1024

const errors: Partial<Record<JwtFailure, SetRefused['error']>> = {
  'keys-unreachable': 'later',
  'key-unknown': 'invalid_key',
  signature: 'invalid_key',
  issuer: 'invalid_issuer',
  audience: 'invalid_audience',
}

/**
 * Verifies a security event token (RFC 8417): by the keys of the transmitter, of its own type so that nothing else is taken for one
 * (RFC 8725 §3.11), and for this stream. It has no end (SSF 1.0 §4.1.7). One that was written in what is the future here is believed: what
 * has ended has ended, whoever's clock is wrong.
 *
 * @param id under which it came, which must be its `jti` (RFC 8936 §2.4)
 */
export const verifySet = async (
  transmitter: Transmitter,
  { audience }: EventStream,
  { id, text }: { readonly id: string; readonly text: unknown },
): Promise<{ readonly ok: true; readonly set: SecurityEventToken } | SetRefused> => {
  if (typeof text !== 'string') return refuse('invalid_request', 'it is no text')
  const verified = await verifyEventToken(text, {
    ...transmitter,
    audience,
    maxLength: MAX_LENGTH,
  })
  if (!verified.ok) return refuse(errors[verified.failure] ?? 'invalid_request', verified.detail)
  if (verified.id !== id) return refuse('invalid_request', 'its jti is not the one it came under')
  const { issuedAt, events, payload } = verified
  return { ok: true, set: { id, issuedAt: issuedAt * SECOND, subject: payload['sub_id'], events } }
}

const refuse = (error: SetRefused['error'], detail: string): SetRefused => ({ ok: false, error, detail })
