import { describe, expect, it } from 'vitest'
import { headersOf, refusedIn } from '../../test/refused-call.js'
import { AUDIENCE, ISSUER } from '../../test/signer.js'
import { createGuard } from '../create-guard.js'
import type { GuardErrorCode } from '../refusal.js'
import { simpleJwtWire } from './simple-jwt-wire.js'

const wire = simpleJwtWire()

const notValid = (message: string) => ({
  detail: 'Given token not valid for any token type',
  code: 'token_not_valid',
  messages: [{ token_class: 'AccessToken', token_type: 'access', message }],
})
const invalid = notValid('Token is invalid or expired')
const notTwoWords = {
  detail: 'Authorization header must contain two space-delimited values',
  code: 'bad_authorization_header',
}

describe("simplejwt's words", () => {
  it.each<[GuardErrorCode, string, object]>([
    ['token_missing', '', { detail: 'Authentication credentials were not provided.' }],
    ['token_malformed', 'Bearer', notTwoWords],
    ['token_malformed', 'Bearer a b', notTwoWords],
    ['token_repeated', 'Bearer a, Bearer b', notTwoWords],
    ['token_malformed', 'Bearer \u00e9', invalid],
    ['token_malformed', 'Bearer abc', invalid],
    ['token_too_large', 'Bearer abc', invalid],
    ['token_type_refused', 'Bearer abc', notValid('Token has wrong type')],
    ['token_algorithm_refused', 'Bearer abc', invalid],
    ['token_issuer_mismatch', 'Bearer abc', invalid],
    ['token_audience_mismatch', 'Bearer abc', invalid],
    ['token_key_unknown', 'Bearer abc', invalid],
    ['token_signature_invalid', 'Bearer abc', invalid],
    ['token_expired', 'Bearer abc', invalid],
    ['token_not_yet_valid', 'Bearer abc', invalid],
    [
      'token_claims_invalid',
      'Bearer abc',
      { detail: 'Token contained no recognizable user identification', code: 'token_not_valid' },
    ],
    ['token_session_ended', 'Bearer abc', invalid],
  ])('for %s with %j are 401 %j', (code, authorization, body) => {
    expect(refusedIn(wire, code, authorization)).toEqual({
      status: 401,
      headers: headersOf({ 'WWW-Authenticate': 'Bearer realm="api"' }),
      body,
    })
  })

  it.each(['scope_insufficient', 'role_insufficient', 'permission_insufficient'] as const)(
    'for %s are 403',
    (code) => {
      expect(refusedIn(wire, code)).toEqual({
        status: 403,
        headers: headersOf(),
        body: { detail: 'You do not have permission to perform this action.' },
      })
    },
  )

  it('for an outage are 503', () => {
    expect(refusedIn(wire, 'issuer_unreachable')).toMatchObject({
      status: 503,
      headers: { 'Retry-After': '1' },
    })
  })

  it('challenge with Basic where the first authenticator of the backend was that', () => {
    const basic = simpleJwtWire({ challenge: 'Basic' })
    expect(refusedIn(basic, 'token_expired').headers['WWW-Authenticate']).toBe('Basic realm="api"')
    expect(() => simpleJwtWire({ challenge: 'Digest' as never })).toThrow(TypeError)
  })

  it('name the realm of the guard, quoted safely', async () => {
    const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, wire, realm: 'a"b' })
    expect(await guard.admit({})).toMatchObject({
      refusal: { headers: { 'WWW-Authenticate': 'Bearer realm="a_b"' } },
    })
  })

  it('read Bearer as it is written, because the original did', async () => {
    const guard = createGuard({ issuer: ISSUER, audience: AUDIENCE, wire })
    expect(await guard.admit({ authorization: 'bearer a.b.c' }, { mode: 'optional' })).toEqual({
      admitted: true,
      principal: undefined,
    })
    expect(await guard.admit({ authorization: 'Bearer a.b.c' }, { mode: 'optional' })).toMatchObject({
      admitted: false,
    })
  })
})
