import { schemeNamed } from '../request/scheme.js'
import { COMMON_WORDS, NOT_PROVIDED, refuseProofs, say, type Wire } from './wire.js'

export interface DrfTokenWireOptions {
  /**
   * Under which schemes tokens are read; the first is the challenge. Default: `['Token']`. `['Bearer']` is what a backend with
   * `keyword = 'Bearer'` had; with both, frontends of either kind are served.
   */
  readonly schemes?: readonly DrfScheme[]
}

type DrfScheme = 'Token' | 'Bearer'

const invalid = say(401, 'Invalid token.')

/** Django REST framework's `TokenAuthentication`: `Authorization: Token …`, and 401 in its words. */
export function drfTokenWire({ schemes = ['Token'] }: DrfTokenWireOptions = {}): Wire {
  const [first] = schemes
  if (first === undefined || !schemes.every((name) => name === 'Token' || name === 'Bearer'))
    throw new TypeError('drfTokenWire: schemes must be some of "Token" and "Bearer"')
  return {
    schemes: schemes.map((name) => schemeNamed(name)),
    challenge: () => first,
    words: {
      ...COMMON_WORDS,
      ...refuseProofs(invalid),
      token_missing: say(401, NOT_PROVIDED),
      credential_empty: say(401, 'Invalid token header. No credentials provided.'),
      credential_spaced: say(401, 'Invalid token header. Token string should not contain spaces.'),
      credential_unreadable: say(
        401,
        'Invalid token header. Token string should not contain invalid characters.',
      ),
      // Two headers come joined there, as one with blanks in it.
      token_repeated: say(401, 'Invalid token header. Token string should not contain spaces.'),
      token_malformed: invalid,
      token_too_large: invalid,
      token_type_refused: invalid,
      token_algorithm_refused: invalid,
      token_issuer_mismatch: invalid,
      token_audience_mismatch: invalid,
      token_key_unknown: invalid,
      token_signature_invalid: invalid,
      token_expired: invalid,
      token_not_yet_valid: invalid,
      token_claims_invalid: invalid,
      token_session_ended: invalid,
    },
  }
}
