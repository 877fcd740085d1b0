/** Why a JWT was not accepted, in words that fit an access token and a provider's ID token alike. */
export type JwtFailure =
  | 'too-large'
  | 'malformed'
  | 'algorithm'
  | 'type'
  | 'issuer'
  | 'key-unknown'
  | 'keys-unreachable'
  | 'signature'
  | 'claims'
  | 'audience'
  | 'not-yet-valid'
  | 'expired'

/** A JWT that was not accepted. */
export interface JwtRefused {
  readonly ok: false
  readonly failure: JwtFailure
  /** Expected against seen, for a log. Quotes claims and header members, never the token. */
  readonly detail: string
  /** What was underneath, when the keys could not be had. */
  readonly cause?: unknown
}

export const refuse = (failure: JwtFailure, detail: string): JwtRefused => ({ ok: false, failure, detail })

const LONGEST_QUOTE = 120

/** A value from a token as it may stand in a detail: JSON, so that it cannot forge a log line, and short. */
export function quote(seen: unknown): string {
  if (seen === undefined) return 'nothing'
  const text = toJson(seen)
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text
}

/** Whoever wrote the token chose how deep it is nested: `JSON.parse` follows any depth, `JSON.stringify` only so far. */
function toJson(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch (error) {
    if (error instanceof RangeError) return 'something nested too deep to quote'
    throw error
  }
}
