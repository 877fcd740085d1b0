import { quoted } from '../refusal.js'
import { schemeNamed } from '../request/scheme.js'
import { COMMON_WORDS, NOT_PROVIDED, refuseProofs, say, type Wire, type Wording } from './wire.js'

export interface SimpleJwtWireOptions {
  /** Which scheme a 401 names. Default: `Bearer`. A backend that tried Basic before tokens named `Basic`. */
  readonly challenge?: 'Bearer' | 'Basic'
}

/** `{"detail":"Given token not valid for any token type","code":"token_not_valid","messages":[{…}]}` */
const notValid = (message: string): Wording => ({
  status: 401,
  body: {
    detail: 'Given token not valid for any token type',
    code: 'token_not_valid',
    messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
  },
})

const withCode = (detail: string, code: string): Wording => ({ status: 401, body: { detail, code } })

const invalid = notValid('Token is invalid or expired')
const notTwoWords = withCode(
  'Authorization header must contain two space-delimited values',
  'bad_authorization_header',
)

/**
 * djangorestframework-simplejwt's `JWTAuthentication`: `Authorization: Bearer …`, where the case of `Bearer` counts, and 401 with
 * its codes.
 */
export function simpleJwtWire({ challenge = 'Bearer' }: SimpleJwtWireOptions = {}): Wire {
  if (challenge !== 'Bearer' && challenge !== 'Basic')
    throw new TypeError('simpleJwtWire: challenge must be "Bearer" or "Basic"')
  return {
    schemes: [schemeNamed('Bearer', { isCaseSensitive: true })],
    challenge: (realm) => `${challenge} realm=${quoted(realm)}`,
    words: {
      ...COMMON_WORDS,
      ...refuseProofs(invalid),
      token_missing: say(401, NOT_PROVIDED),
      credential_empty: notTwoWords,
      credential_spaced: notTwoWords,
      token_repeated: notTwoWords,
      credential_unreadable: invalid,
      token_malformed: invalid,
      token_too_large: invalid,
      token_type_refused: notValid('Token has wrong type'),
      token_algorithm_refused: invalid,
      token_issuer_mismatch: invalid,
      token_audience_mismatch: invalid,
      token_key_unknown: invalid,
      token_signature_invalid: invalid,
      token_expired: invalid,
      token_not_yet_valid: invalid,
      token_claims_invalid: withCode(
        'Token contained no recognizable user identification',
        'token_not_valid',
      ),
      token_session_ended: invalid,
    },
  }
}
