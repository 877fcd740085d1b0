import { schemeNamed } from '../request/scheme.js'
import { COMMON_WORDS, NOT_PROVIDED, refuseProofs, say, type Wire } from './wire.js'

const headers = say(403, 'Invalid token headers')
const expired = say(403, 'token is expired')
const claims = say(403, 'incorrect claims, please check the audience and issuer')
const unreadable = say(403, 'Unable to parse authentication')

/**
 * A Django REST framework API behind Auth0, as its tutorials build it: `Authorization: Bearer …`, every refusal 403 without a
 * challenge. What broke such an API with 500, text that is no JWT for one, is refused here.
 */
export function auth0DrfWire(): Wire {
  return {
    schemes: [schemeNamed('Bearer')],
    words: {
      ...COMMON_WORDS,
      ...refuseProofs(unreadable),
      token_missing: say(403, NOT_PROVIDED),
      credential_empty: headers,
      credential_spaced: headers,
      credential_unreadable: headers,
      token_repeated: headers,
      token_malformed: headers,
      token_key_unknown: headers,
      token_expired: expired,
      token_session_ended: expired,
      token_issuer_mismatch: claims,
      token_audience_mismatch: claims,
      token_claims_invalid: claims,
      token_not_yet_valid: claims,
      token_too_large: unreadable,
      token_type_refused: unreadable,
      token_algorithm_refused: unreadable,
      token_signature_invalid: unreadable,
    },
  }
}
