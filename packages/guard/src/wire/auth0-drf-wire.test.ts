import { describe, expect, it } from 'vitest'
import { headersOf, refusedIn } from '../../test/refused-call.js'
import type { GuardErrorCode } from '../refusal.js'
import { auth0DrfWire } from './auth0-drf-wire.js'

const wire = auth0DrfWire()
const HEADERS = 'Invalid token headers'
const EXPIRED = 'token is expired'
const CLAIMS = 'incorrect claims, please check the audience and issuer'
const UNREADABLE = 'Unable to parse authentication'

describe('the words of an API behind Auth0', () => {
  it.each<[GuardErrorCode, string, string]>([
    ['token_missing', '', 'Authentication credentials were not provided.'],
    ['token_malformed', 'Bearer', HEADERS],
    ['token_malformed', 'Bearer a b', HEADERS],
    ['token_malformed', 'Bearer \u00e9', HEADERS],
    ['token_malformed', 'Bearer garbage', HEADERS],
    ['token_repeated', 'Bearer a, Bearer b', HEADERS],
    ['token_key_unknown', 'Bearer abc', HEADERS],
    ['token_expired', 'Bearer abc', EXPIRED],
    ['token_session_ended', 'Bearer abc', EXPIRED],
    ['token_issuer_mismatch', 'Bearer abc', CLAIMS],
    ['token_audience_mismatch', 'Bearer abc', CLAIMS],
    ['token_claims_invalid', 'Bearer abc', CLAIMS],
    ['token_not_yet_valid', 'Bearer abc', CLAIMS],
    ['token_too_large', 'Bearer abc', UNREADABLE],
    ['token_type_refused', 'Bearer abc', UNREADABLE],
    ['token_algorithm_refused', 'Bearer abc', UNREADABLE],
    ['token_signature_invalid', 'Bearer abc', UNREADABLE],
    ['scope_insufficient', 'Bearer abc', 'You do not have permission to perform this action.'],
    ['permission_insufficient', 'Bearer abc', 'You do not have permission to perform this action.'],
  ])('for %s with %j are 403 %j, and no challenge', (code, authorization, detail) => {
    expect(refusedIn(wire, code, authorization)).toEqual({
      status: 403,
      headers: headersOf(),
      body: { detail },
    })
  })

  it('for an outage are 503: the original broke', () => {
    expect(refusedIn(wire, 'issuer_unreachable')).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '1' },
    })
  })
})
